import { createHash } from "node:crypto";
import { candidatesFor } from "../candidates/candidates.mjs";
import { file } from "../candidates/payloads.mjs";
import { expect } from "../harness/expect.mjs";
import { lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

export default {
  title: "Multipart upload of 60 kB, 50 at once",
  base: "undici.request",
  columns: throughput,
  rows: candidatesFor("upload").map((candidate) => ({
    candidate,
    rounds: candidate === "AsyncKeystoneClient" ? "many" : "few",
  })),
};

const digest = createHash("sha256").update(file.content).digest("hex");

/** The first upload goes to a server that looks at it; the timed ones to one that only receives. */
export async function measure(client, spec) {
  if (client.judged !== undefined) judge(await client.judged());
  return await lanes(async () => expect.uploaded(await client.upload()), { ...spec, concurrency: 50 });
}

function judge({ parts }) {
  const [field, upload] = parts;
  const good = field?.name === "request" && field.size === 1 && upload?.name === "file" && upload.sha256 === digest;
  if (!good || parts.length !== 2) throw new Error(`Not the upload that was meant: ${JSON.stringify(parts)}`);
}
