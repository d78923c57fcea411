// Without TypeScript and without `using`: `with` opens a client, runs a function with it, and closes it.
import { AsyncKeystoneClient } from "@latchkey/keystone";

const version = await AsyncKeystoneClient.with({ url: "http://localhost:8000" }, async (client) => {
  const [health, version] = await client.all(["health/json", "version"]);
  console.log("health", health.response?.status, "version", version.response?.text());
  return version.response?.text();
});
console.log(`Keystone ${version}`);
