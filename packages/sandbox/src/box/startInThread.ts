import { Worker } from "node:worker_threads";
import type { RunningBox } from "./box.ts";
import type { ResolvedBoxOptions } from "./boxOptions.ts";
import { checkFaultPlan } from "./faultPlan.ts";
import type { RequestRecord } from "./requestRecord.ts";
import type { ServerKind } from "./service.ts";
import type { ThreadCall, ThreadReply, ThreadRequest, ThreadStart } from "./threadMessages.ts";

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Starts a server in a worker thread; the handle sends it messages. */
export async function startInThread<Credentials>(
  { name, module }: ServerKind<Credentials>,
  options: ResolvedBoxOptions,
): Promise<RunningBox<Credentials>> {
  const workerData: ThreadStart = { module, options };
  const worker = new Worker(new URL("./boxThread.js", import.meta.url), {
    workerData,
    execArgv: [],
    name: `${name} sandbox`,
  });
  const waiting = new Map<number, Waiter>();
  let last = 0;
  let gone: Error | undefined;

  const end = (error: Error): void => {
    gone ??= error;
    for (const waiter of waiting.values()) waiter.reject(gone);
    waiting.clear();
  };
  worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => end(new Error(`The ${name} sandbox's thread has ended.`)));
  worker.on("message", ({ id, value, error }: ThreadReply) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) waiter?.resolve(value);
    else
      waiter?.reject(Object.assign(new Error(error.message), { name: error.name }, error.code && { code: error.code }));
  });
  // The thread runs code of this package, so its answers have the types that the same call has here.
  const answer = <T>(id: number): Promise<T> =>
    new Promise<T>((resolve, reject) => waiting.set(id, { resolve: (value) => resolve(value as T), reject }));
  const ask = <T = void>(call: ThreadCall): Promise<T> => {
    if (gone !== undefined) return Promise.reject(gone);
    const request: ThreadRequest = { id: ++last, call };
    try {
      worker.postMessage(request);
    } catch (error) {
      // What cannot be sent is never answered, so nobody may wait for it.
      return Promise.reject(error);
    }
    return answer<T>(request.id);
  };

  const { url, credentials } = await answer<{ url: string; credentials: Credentials }>(0);
  const stop = async (): Promise<void> => {
    try {
      await ask({ name: "close" });
    } finally {
      await worker.terminate();
    }
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= stop();
    return closing;
  };
  return {
    url,
    credentials,
    fault: async (plan) => {
      checkFaultPlan(plan);
      return ask({ name: "fault", plan });
    },
    clearFaults: () => ask({ name: "clearFaults" }),
    advance: (ms) => ask({ name: "advance", ms }),
    requests: () => ask<RequestRecord[]>({ name: "requests" }),
    command: (command, argument) => ask({ name: "command", command, argument }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
