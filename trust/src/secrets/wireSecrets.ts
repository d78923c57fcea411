import type { DoorRecord } from "../wire/doorMessages.ts";
import type { SecretFinder } from "./secretFinder.ts";

/** Adds what requests proved themselves with: whatever went over the wire must show nowhere else. */
export function addWireSecrets(finder: SecretFinder, { heads }: DoorRecord): void {
  for (const head of heads) {
    const [, ...lines] = head.split("\n");
    for (let index = 0; index + 1 < lines.length; index += 2) {
      const [name = "", value = ""] = [lines[index]?.toLowerCase(), lines[index + 1]];
      if (name === "authorization" || name === "proxy-authorization") finder.add(name, value.replace(/^\S+ /, ""));
      if (name === "x-csrftoken" || name === "x-service-key") finder.add(name, value);
      if (name === "cookie") for (const pair of value.split("; ")) finder.add("cookie", pair.replace(/^[^=]*=/, ""));
    }
  }
}
