import { AsyncHeliosSession } from "../asyncHeliosSession.ts";
import type { HeliosOptions } from "../heliosOptions.ts";
import { HeliosSession } from "../heliosSession.ts";

/** What the program is told to do: open a session of this twin, and say which token it got and what a call answered. */
export interface SessionOrder {
  readonly twin: "async" | "blocking";
  readonly options: HeliosOptions;
}

async function perform({ twin, options }: SessionOrder): Promise<void> {
  process.send?.("starting");
  if (twin === "async") {
    await AsyncHeliosSession.with(options, async (session) => {
      report(session.authHeader, (await session.sendRequest("GET", "cameras", { params: { limit: 0 } })).status);
    });
  } else {
    HeliosSession.with(options, (session) => {
      report(session.authHeader, session.sendRequest("GET", "cameras", { params: { limit: 0 } }).status);
    });
  }
}

function report(header: { readonly Authorization: string } | undefined, status: number): void {
  process.send?.(`${status} ${header?.Authorization}`);
}

process.on("message", (order: SessionOrder) => {
  perform(order).catch((error: unknown) => process.send?.(String(error)));
});
process.send?.("ready");
