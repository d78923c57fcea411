import { fileStore } from "../stores/fileStore.ts";

/** What a process of this program can be told to do. It answers each with one message. */
export type StoreOrder =
  /** Says that it began, then writes to a key for ever. */
  | { readonly do: "write"; readonly directory: string; readonly key: string }
  /** Tries to take a lease, at a moment of the wall clock where one is given, and says whether it did. */
  | {
      readonly do: "lease";
      readonly directory: string;
      readonly key: string;
      readonly stale?: string;
      readonly at?: number;
    }
  /** Says that it begins, then makes a call that needs a token, and says how that ended. */
  | { readonly do: "call"; readonly twin: "async" | "blocking"; readonly directory: string; readonly url: string };

async function perform(order: StoreOrder): Promise<void> {
  const store = fileStore(order.directory);
  switch (order.do) {
    case "write":
      tell("writing");
      for (let count = 0; ; count += 1) store.set(order.key, { count, filler: "x".repeat(3000) });
    // Only a signal ends it.
    case "lease": {
      // As busily as it gets: several must try in the same microseconds.
      while (performance.timeOrigin + performance.now() < (order.at ?? 0));
      const attempt = store.lease?.(order.key, order.stale);
      tell(attempt !== undefined && "lease" in attempt ? "held" : "busy");
      return;
    }
    case "call": {
      const { url, twin } = order;
      // Loaded where they are needed: the other orders come in rounds.
      const { clientCredentials } = await import("../auth/clientCredentials.ts");
      const { AsyncSession } = await import("../session/asyncSession.ts");
      const { Session } = await import("../session/session.ts");
      const auth = clientCredentials({
        tokenUrl: `${url}/oauth/token`,
        clientId: "id",
        clientSecret: "secret",
        store,
        storeKey: "id.helios_token",
      });
      const options = { url, auth, timeout: 60_000 };
      tell("calling");
      if (twin === "async") {
        await AsyncSession.with(options, async (session) => tell(`${(await session.httpGet("things/1")).status}`));
      } else {
        Session.with(options, (session) => tell(`${session.httpGet("things/1").status}`));
      }
      tell(auth.authorization() ?? "no token");
    }
  }
}

function tell(message: string): void {
  process.send?.(message);
}

process.on("message", (order: StoreOrder) => {
  perform(order).catch((error: unknown) => tell(String(error)));
});
tell("ready");
