/// <reference lib="dom" />
// What runs in the browser: a page that works with the Helios API named in its address, and shows each step it takes.
import { AsyncHeliosSession, HeliosSession } from "@latchkey/helios";
import { described, runPage, show } from "./show.ts";

const query = new URLSearchParams(location.search);
const apiUrl = query.get("api") ?? "";
const options = { apiUrl, timeout: 20_000, retry: false } as const;

/** How something that cannot be is refused. */
async function refusal(act: () => unknown): Promise<string> {
  try {
    return `done: ${String(await act())}`;
  } catch (error) {
    return described(error);
  }
}

async function work(): Promise<void> {
  show(`blocking: ${await refusal(() => new HeliosSession({ ...options, token: "t" }))}`);
  show(`baseDir: ${await refusal(() => new AsyncHeliosSession({ ...options, baseDir: "helios" }))}`);
  // The sandbox's secret is no secret; a page must never hold a real one.
  const credentials = { clientId: "sandbox", clientSecret: "sandbox-secret" };
  await using owner = await AsyncHeliosSession.start({ ...options, ...credentials });
  const { results, failed } = await owner.cameras.index({ state: "Ohio", limit: 2 });
  show(`found ${results.length} cameras, ${failed.length} pages failed`);

  const token = owner.authHeader?.Authorization.replace("Bearer ", "") ?? "";
  await using session = await AsyncHeliosSession.start({ ...options, token });
  show(`the token that was passed is good: ${await session.verifyToken()}`);
  const observations = await session.observations.index({ state: "Ohio", limit: 1 });
  show(`found ${observations.results.length} observation`);
  const camera = results.at(0)?.id ?? "";
  const saving = { outDir: "images" };
  show(`outDir: ${await refusal(() => session.cameras.showImage(camera, "2018-01-01", saving))}`);
  show(`decode: ${await refusal(() => session.cameras.showImage(camera, "2018-01-01", { decode: true }))}`);
}

await runPage(work);
