import type { ServerKind } from "../box/service.ts";

/** The smallest server: says what it got, tells its clock, and counts what it served. */
export const kind: ServerKind<{ name: string }> = {
  name: "Echo",
  module: import.meta.url,
  open: async ({ seed }, clock) => {
    let served = 0;
    return {
      credentials: { name: "echo" },
      fetch: async (request, peer) => {
        served += 1;
        return Response.json({ served, now: clock.now(), seed, peer: peer.address, body: await request.text() });
      },
      commands: { served: () => served, fail: () => Promise.reject(new RangeError("asked to fail")) },
      close: () => {},
    };
  },
};
