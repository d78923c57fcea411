import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Calls, callsTo, send } from "../../testbed/heliosCalls.ts";
import { type HeliosBox, startHelios } from "../startHelios.ts";

let box: HeliosBox;
let calls: Calls;
beforeAll(async () => {
  box = await startHelios();
  calls = await callsTo(box);
});
afterAll(() => box.close());

const redirect = (time = "2018-01-01T00:00:00.000Z") => calls.get(`/cameras/VADOT-85975/images/${time}`);
const codeOf = (xml: string) => /<Code>(\w+)<\/Code>/.exec(xml)?.[1];
const messageOf = (xml: string) => /<Message>([^<]+)<\/Message>/.exec(xml)?.[1];

describe("the storage host", () => {
  test("is another origin, and serves the picture to the signature alone, the same bytes every time", async () => {
    const [one, two] = [await redirect(), await redirect()];
    expect(new URL(one.headers.location ?? "").origin).toBe(box.imagesUrl);
    expect(new URL(box.url).origin).not.toBe(box.imagesUrl);
    const [first, second] = [await calls.follow(one), await calls.follow(two)];
    expect([first.status, first.headers["content-type"]]).toEqual([200, "image/jpeg"]);
    expect(Number(first.headers["content-length"])).toBe(first.bytes.length);
    expect(first.bytes.subarray(0, 3).toString("hex")).toBe("ffd8ff");
    expect(second.bytes.equals(first.bytes)).toBe(true);
  });

  test("a server with the same seed draws the same picture, one with another seed does not", async () => {
    const picture = async (seed: number) => {
      await using other = await startHelios({ seed });
      const theirs = await callsTo(other);
      return await theirs.follow(await theirs.get("/cameras/VADOT-85975/images/2018-01-01T00:00:00.000Z"));
    };
    const ours = await calls.follow(await redirect());
    expect((await picture(1)).bytes.equals(ours.bytes)).toBe(true);
    expect((await picture(2)).bytes.equals(ours.bytes)).toBe(false);
  });

  test("refuses a bearer header, as S3 does", async () => {
    const answer = await calls.follow(await redirect(), { Authorization: "Bearer anything" });
    expect([answer.status, codeOf(answer.text)]).toEqual([400, "InvalidArgument"]);
    expect(answer.headers["content-type"]).toBe("application/xml");
  });

  test("refuses a signature after fifteen minutes", async () => {
    const answer = await redirect();
    await box.advance(14 * 60_000);
    expect((await calls.follow(answer)).status).toBe(200);
    await box.advance(60_000);
    const late = await calls.follow(answer);
    expect([late.status, messageOf(late.text)]).toEqual([403, "Request has expired"]);
  });

  test("refuses what was not signed: no signature, another path, a later end", async () => {
    const location = new URL((await redirect()).headers.location ?? "");
    const get = (target: string) => send("GET", box.imagesUrl, target);
    const bare = await get(location.pathname);
    expect([bare.status, codeOf(bare.text)]).toEqual([403, "AccessDenied"]);
    const other = await get(location.pathname.replace("0000000.jpg", "1000000.jpg") + location.search);
    expect([other.status, codeOf(other.text)]).toEqual([403, "SignatureDoesNotMatch"]);
    location.searchParams.set("Expires", "9999999999");
    expect((await get(location.pathname + location.search)).status).toBe(403);
    expect((await get("/helios-sandbox/..%2f..%2fetc%2fpasswd")).status).toBe(403);
    expect((await send("DELETE", box.imagesUrl, location.pathname)).status).toBe(405);
  });

  test("has faults and a log of its own", async () => {
    await box.faultImages({
      kind: "status",
      status: 503,
      times: Number.POSITIVE_INFINITY,
      match: { path: /VADOT-85975/ },
    });
    const answer = await redirect();
    expect([answer.status, (await calls.follow(answer)).status, (await calls.follow(answer)).status]).toEqual([
      302, 503, 503,
    ]);
    await box.clearFaults();
    expect((await calls.follow(answer)).status).toBe(200);
    const paths = (await box.imageRequests()).map(({ path }) => path);
    expect(paths.at(-1)).toBe(new URL(answer.headers.location ?? "").pathname);
    await expect(box.faultImages({ kind: "status", status: 1 })).rejects.toThrow("status is 1");
  });

  test("a hundred pictures asked for at once are a hundred different ones", async () => {
    const { times } = (await calls.get("/cameras/VADOT-85975/images?time=2018-01-05&limit=100")).json<{
      times: string[];
    }>();
    const answers = await Promise.all(times.map(async (time) => calls.follow(await redirect(time))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ bytes }) => bytes.toString("base64"))).size).toBe(100);
  });
});
