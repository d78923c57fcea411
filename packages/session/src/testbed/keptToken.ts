import { type ClientCredentials, clientCredentials } from "../auth/clientCredentials.ts";
import type { ClientCredentialsOptions } from "../auth/clientCredentialsOptions.ts";
import type { AuthContext } from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import type { Flow } from "../flow/flow.ts";
import { type ScriptedTransport, scriptedTransport } from "../transports/scripted.ts";
import { authContext } from "./authContext.ts";
import type { TokenIssuer } from "./tokenIssuer.ts";
import type { Twin } from "./twins.ts";

/** Where it is kept. */
export const KEY: string = "id.helios_token";

/** Whose it is. */
export const CLIENT: ClientCredentialsOptions = {
  tokenUrl: "http://localhost/api/oauth/token",
  clientId: "id",
  clientSecret: "canary-secret",
  storeKey: KEY,
};

/** What the issuer is asked about tokens, and what it says: seconds, no, or nothing at all. */
export interface Verifier {
  readonly asked: string[];
  answer: number | false | Error;
}

/** A strategy over a script, and flows run with it in one of the twins. */
export interface KeptToken {
  readonly auth: ClientCredentials;
  readonly transport: ScriptedTransport;
  readonly verifier: Verifier;
  readonly perform: <T>(flow: (auth: ClientCredentials, context: AuthContext) => Flow<T>) => Promise<T>;
  /** The `authorization` of the next request. */
  readonly header: () => Promise<string | undefined>;
}

/** One process's view of a token that is kept in a store. */
export function openKept(
  { run }: Twin,
  issuer: TokenIssuer,
  store: Store,
  options: Partial<ClientCredentialsOptions> = {},
  wall: number = Date.now(),
): KeptToken {
  const transport = scriptedTransport(issuer.script, { wall });
  const verifier: Verifier = { asked: [], answer: 3600 };
  const auth = clientCredentials({
    ...CLIENT,
    store,
    *verify(token) {
      verifier.asked.push(token);
      if (verifier.answer instanceof Error) throw verifier.answer;
      return verifier.answer;
    },
    ...options,
  });
  const perform = <T>(flow: (auth: ClientCredentials, context: AuthContext) => Flow<T>): Promise<T> =>
    run(flow(auth, authContext(transport)), transport);
  const header = async (): Promise<string | undefined> =>
    (await perform((strategy, context) => strategy.credential(context))).headers["authorization"];
  return { auth, transport, verifier, perform, header };
}
