import { startKeystone } from "@latchkey/sandbox";

/** The server that the tour works with. */
export interface KeystoneServer extends AsyncDisposable {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly description: string;
}

/** The one that the environment names, or a sandbox of our own. */
export async function keystoneServer(): Promise<KeystoneServer> {
  const { KEYSTONE_URL, KEYSTONE_USERNAME = "admin", KEYSTONE_PASSWORD = "quickstart" } = process.env;
  if (KEYSTONE_URL !== undefined && KEYSTONE_URL !== "") {
    return {
      url: KEYSTONE_URL,
      username: KEYSTONE_USERNAME,
      password: KEYSTONE_PASSWORD,
      description: `${KEYSTONE_URL}  (from KEYSTONE_URL)`,
      async [Symbol.asyncDispose]() {},
    };
  }
  // In a thread of its own: the blocking twin holds this one.
  const box = await startKeystone({ thread: true, seed: 1 });
  return {
    url: box.url,
    ...box.credentials,
    description: `${box.url}  (embedded, in memory)`,
    [Symbol.asyncDispose]: () => box.close(),
  };
}
