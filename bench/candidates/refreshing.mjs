import { AsyncSession, clientCredentials } from "@latchkey/session";

/** A session whose token is fetched by the first call: `warm` is another one, so that all code has run before. */
export async function open({ slowUrl }) {
  const make = () => {
    const auth = clientCredentials({ tokenUrl: `${slowUrl}/oauth/token`, clientId: "bench", clientSecret: "s3cret" });
    return new AsyncSession({ url: slowUrl, auth, timeout: 60_000 });
  };
  const warm = make();
  await Promise.all(Array.from({ length: 500 }, () => ask(warm)));
  const session = make();
  return {
    ask: () => ask(session),
    counts: async () => await (await fetch(`${slowUrl}/counts/`)).json(),
    close: () => Promise.all([warm.close(), session.close()]),
  };
}

/** Nothing around the call: what a caller holds is the session's own promise. */
function ask(session) {
  return session.httpGet("secured/");
}
