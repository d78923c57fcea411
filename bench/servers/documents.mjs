import { Buffer } from "node:buffer";
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the servers serve; a candidate that gets anything else has failed. */
export const sizes = { version: 346, image: 60_000, big: 5_000_000, rows: 100 };

const document = { id: 1, username: "ada", first_name: "Ada", version: "0.8.2", padding: "" };

/** A small JSON document of 346 bytes. */
export const version = JSON.stringify({
  ...document,
  padding: "x".repeat(sizes.version - JSON.stringify(document).length),
});

/** A page of 100 rows, 11 kB of JSON. */
export const list = JSON.stringify({
  count: sizes.rows,
  next: null,
  previous: null,
  results: Array.from({ length: sizes.rows }, (_, index) => ({
    id: index + 1,
    username: `user${String(index + 1).padStart(4, "0")}`,
    email: `user${String(index + 1).padStart(4, "0")}@example.org`,
    is_active: index % 2 === 0,
    department: "Physics",
  })),
});

/** The answer to what is created. */
export const created = JSON.stringify({ id: 7, name: "Dark matter", is_active: true });

/** The answer to an upload. */
export const uploaded = JSON.stringify({ id: 9, file: "notes.bin", size: sizes.image });

/** The user that a login answers with. */
export const user = JSON.stringify({ id: 1, username: "admin", first_name: "", last_name: "", is_staff: true });

/** What the camera API answers to a client that signs in, and to the question what its token is good for. */
export const token = JSON.stringify({ access_token: "t0ken", token_type: "Bearer", expires_in: 36_000 });
export const session = JSON.stringify({ name: "bench", expires_in: 36_000 });

/** Cookies of a session, as Django sets them. */
export const cookies = [
  "csrftoken=QIXmRzMHDa0Oo6ehFtPk1MzKGpWgcoEp; Path=/; SameSite=Lax",
  "sessionid=8r4yrvbeuyc2ucb5mnl3z4mrsqqx9ogt; HttpOnly; Path=/; SameSite=Lax",
];

/** So many cookies more. */
export function cookieLines(count) {
  return Array.from({ length: count }, (_, index) => `bench${index}=${"v".repeat(20)}; Path=/`);
}

/** How many cookies a session may hold where that is what varies. */
export const cookieCounts = [1, 10, 50];

/** Headers that Django REST framework answers with, beside those of the server itself. */
export const headers = {
  vary: "Accept, Cookie",
  allow: "GET, POST, HEAD, OPTIONS",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "x-request-id": "0b6a1f6d7c1145d5a3a2b6a5f4d1c0de",
};

/** Bodies of which the cost is measured by their size. */
export const bodySizes = [0, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/** Writes what is served as files: nobody holds a copy in memory. */
export function writeDocuments(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "version.json"), version);
  writeFileSync(join(folder, "list.json"), list);
  // As an image begins, so that whoever looks at the first bytes is content.
  const image = Buffer.alloc(sizes.image, "latchkey");
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]).copy(image);
  Buffer.from([0xff, 0xd9]).copy(image, sizes.image - 2);
  writeFileSync(join(folder, "image.jpg"), image);
  sparse(join(folder, "big.bin"), sizes.big);
  for (const size of bodySizes) sparse(join(folder, `${size}.bin`), size);
}

function sparse(file, size) {
  const descriptor = openSync(file, "w");
  ftruncateSync(descriptor, size);
  closeSync(descriptor);
}
