// A program of its own: see probeKeychain.ts. Exit status 0: the keychain kept what it was given.
import { randomUUID } from "node:crypto";
import { keychainStore } from "@latchkey/session/keychain";

try {
  const canary = randomUUID();
  const store = keychainStore({ service: "latchkey", prefix: "probe/" });
  await store.set(canary, canary);
  const kept = await store.get(canary);
  await store.delete(canary);
  process.exitCode = kept === canary ? 0 : 1;
} catch {
  process.exitCode = 1;
}
