import { workerData } from "node:worker_threads";

// I/O threads that fail in their own ways: which one, the address of this module says.
const how = new URL(import.meta.url).searchParams.get("how");
if (how === "throw") throw new Error("thrown while loading");
if (how === "loop") for (;;);
if (how === "exit") workerData.port.on("message", () => process.exit(3));
if (how === "busy") {
  workerData.port.on("message", () => {
    for (;;);
  });
}
