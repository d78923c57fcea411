import { workerTransport } from "../transports/workerTransport.ts";
import { blockingRunner } from "./blockingRunner.ts";
import type { Twin } from "./twin.ts";

/** Sessions whose methods return when they are done: an I/O thread does the work while the caller waits. */
export const blockingTwin: Twin<"blocking"> = { mode: "blocking", connect: workerTransport, runner: blockingRunner };
