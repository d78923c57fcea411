import { Worker } from "node:worker_threads";
import type { Certificate } from "./certificates.ts";
import type { DoorAnswer, DoorCall, DoorRecord, DoorRequest } from "./doorMessages.ts";
import type { FaultPlan } from "./fault.ts";

/** One listening port in front of a server. */
export interface Door {
  readonly origin: string;
  /** Spoils from now on what the plan says; without one, nothing. Counts begin anew. */
  spoil(plan?: FaultPlan): Promise<void>;
  /** Shows another certificate; cuts the connections that are there. */
  show(certificate: Certificate): Promise<void>;
  /** Cuts all connections and refuses others, or takes them and never says a word. */
  take(mode: "refuse" | "hold"): Promise<void>;
  record(): Promise<DoorRecord>;
  close(): Promise<void>;
}

/** TCP doors in a thread of its own: a blocked thread cannot serve itself. */
export interface FaultProxy {
  door(upstream: string, certificate?: Certificate): Promise<Door>;
  close(): Promise<void>;
}

export function startFaultProxy(): FaultProxy {
  const worker = new Worker(new URL("./doorThread.js", import.meta.url), { execArgv: [] });
  worker.unref();
  const waiting = new Map<number, (answer: DoorAnswer) => void>();
  let last = 0;
  const end = (why: string): void => {
    for (const answered of waiting.values()) answered({ id: 0, error: why });
    waiting.clear();
  };
  worker.on("message", (answer: DoorAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", (error) => end(String(error)));
  worker.on("exit", () => end("The proxy's thread has ended."));

  function ask(call: DoorCall): Promise<unknown> {
    const id = ++last;
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value) : reject(new Error(error))));
      worker.ref();
      worker.postMessage({ id, call } satisfies DoorRequest, []);
    });
  }

  return {
    async door(upstream, certificate) {
      // The thread runs this package's own code: what it answers has the types that its messages say.
      const door = (await ask({ do: "open", upstream, certificate })) as number;
      const scheme = certificate === undefined ? "http" : "https";
      return {
        origin: `${scheme}://127.0.0.1:${door}`,
        spoil: async (plan) => void (await ask({ do: "plan", door, plan })),
        show: async (shown) => void (await ask({ do: "certificate", door, certificate: shown })),
        take: async (mode) => void (await ask({ do: "connections", door, mode })),
        record: async () => (await ask({ do: "record", door })) as DoorRecord,
        close: async () => void (await ask({ do: "close", door })),
      };
    },
    close: async () => void (await worker.terminate()),
  };
}
