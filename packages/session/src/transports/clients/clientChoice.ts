import { type ClientConstructor, loadUndici } from "./client.ts";
import { isNode } from "./isNode.ts";
import { NodeClient } from "./nodeClient.ts";

/** The HTTP clients that connections can work with: Node's own, and undici's. */
export type ClientName = "node" | "undici";

/** Says which client a connection is to work with; asked for each exchange. */
export type ClientChoice = () => ClientConstructor;

/**
 * Exchanges of a thread before it goes over. Until its first answer undici loads and compiles for as long as Node's own
 * client needs for hundreds; from then on each takes it less. From nothing the two draw level at some 2,000: whoever goes over
 * here loses some 100 ms at most to whoever knew how many there would be.
 */
const MANY = 500;

let exchanges = 0;
let Current: ClientConstructor = NodeClient;

/**
 * Where there is no Node, undici's is the only one.
 *
 * @param only - work with that one from the first exchange to the last; by default, with each while it is the better one
 */
export async function chooseClient(only?: ClientName): Promise<ClientChoice> {
  if (isNode && only === "node") return () => NodeClient;
  if (isNode && only === undefined) return nodeThenUndici;
  const Undici = await loadUndici();
  return () => Undici;
}

function nodeThenUndici(): ClientConstructor {
  exchanges += 1;
  if (exchanges === MANY) goOver();
  return Current;
}

function goOver(): void {
  loadUndici().then(
    (Undici) => {
      Current = Undici;
    },
    // All goes on without it, only slower: no call has failed.
    (error) => process.emitWarning(`undici cannot be loaded: ${error}`, { code: "LATCHKEY_UNDICI" }),
  );
}
