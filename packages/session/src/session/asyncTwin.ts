import { nodeTransport } from "../transports/nodeTransport.ts";
import { asyncRunner } from "./asyncRunner.ts";
import type { Twin } from "./twin.ts";

/** Sessions whose methods return promises. */
export const asyncTwin: Twin<"async"> = { mode: "async", connect: nodeTransport, runner: asyncRunner };
