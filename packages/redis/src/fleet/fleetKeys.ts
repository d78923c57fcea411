import { createHash } from "node:crypto";

/** What the names of a batch's keys begin with. In braces: a cluster keeps all of them in one place. */
export function keyPrefix(prefix: string): string {
  return `{${prefix}queue}`;
}

/** The queue in which a batch's own job waits for its items; no worker takes from it. */
export function batchQueue(queue: string): string {
  return `${queue}.batches`;
}

/** The same text always has the same one: a batch that is started again finds its jobs. */
export function jobIdOf(...parts: readonly string[]): string {
  return parts.map((part) => createHash("sha256").update(part).digest("hex").slice(0, 24)).join("-");
}
