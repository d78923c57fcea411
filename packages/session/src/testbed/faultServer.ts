import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FaultServerData } from "./faultServerThread.ts";

/** A byte-exact server in a thread of its own: a blocked thread cannot serve itself. */
export interface FaultServer {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function startFaultServer(data: FaultServerData = {}): Promise<FaultServer> {
  const worker = new Worker(new URL("./faultServerThread.js", import.meta.url), { workerData: data, execArgv: [] });
  worker.unref();
  const [port]: unknown[] = await once(worker, "message");
  if (typeof port !== "number") throw new Error("The server told no port.");
  return {
    port,
    origin: `${data.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    async close() {
      await worker.terminate();
    },
  };
}
