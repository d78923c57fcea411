import { startHelios } from "@latchkey/sandbox";

/** The Helios server that the tour works with. */
export interface HeliosServer extends AsyncDisposable {
  /** Credentials for the sandbox; those of a real server are looked for where sessions look. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string; readonly apiUrl: string } | object;
  readonly description: string;
}

/** The one that the environment names, or a sandbox of our own. */
export async function heliosServer(): Promise<HeliosServer> {
  const { HELIOS_API_URL: apiUrl = "" } = process.env;
  if (apiUrl !== "") {
    const { helios_client_id: clientId, helios_client_secret: clientSecret } = process.env;
    return {
      credentials: clientId === undefined || clientSecret === undefined ? {} : { clientId, clientSecret, apiUrl },
      description: `${apiUrl}  (from HELIOS_API_URL)`,
      async [Symbol.asyncDispose]() {},
    };
  }
  const box = await startHelios({ thread: true, seed: 1 });
  return {
    credentials: { ...box.credentials, apiUrl: box.url },
    description: `${box.url}  (embedded, in memory)`,
    [Symbol.asyncDispose]: () => box.close(),
  };
}
