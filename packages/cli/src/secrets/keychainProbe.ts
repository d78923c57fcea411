// A program of its own: see probeKeychain.ts. Exit status 0: the keychain kept what it was given.
import { randomUUID } from "node:crypto";
import { loadKeychain } from "./keychainEntry.ts";

try {
  const open = await loadKeychain();
  const canary = randomUUID();
  const entry = open(`probe/${canary}`);
  await entry.setPassword(canary);
  const kept = await open(`probe/${canary}`).getPassword();
  await entry.deletePassword();
  process.exitCode = kept === canary ? 0 : 1;
} catch {
  process.exitCode = 1;
}
