/**
 * A web service over Keystone. One client serves the whole process: its calls share connections, the session and the
 * renewal of it. A caller who goes away ends the call made for them.
 */
import { createServer, type ServerResponse } from "node:http";
import { AsyncKeystoneClient, LatchkeyError } from "@latchkey/keystone";

const {
  KEYSTONE_URL: url = "http://localhost:8000",
  KEYSTONE_USERNAME: username = "admin",
  KEYSTONE_PASSWORD: password = "quickstart",
  PORT = "0",
} = process.env;

const client = new AsyncKeystoneClient({ url, timeout: 10_000, reauthenticate: () => ({ username, password }) });

async function answer(response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const params = { is_active: true, _order: "name" } as const;
    const teams = [];
    for await (const { id, name } of client.paginate("users/teams", { params, signal: gone.signal })) {
      teams.push({ id, name });
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(teams));
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    console.error(error.toJSON()); // safe to log: no header, no body, no query value
    response.writeHead(502).end(`Keystone could not be asked. Correlation id: ${error.cid}\n`);
  }
}

const server = createServer((_request, response) => void answer(response));
server.listen(Number(PORT), "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}/`);
});
process.once("SIGTERM", () => server.close(() => void client.close()));
