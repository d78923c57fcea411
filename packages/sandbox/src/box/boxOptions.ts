import { isIP } from "node:net";

/** What every embedded server can be asked for when it starts. */
export interface BoxOptions {
  /** TCP port; 0, the default, takes any free one. */
  port?: number | undefined;
  /**
   * Address to listen on; default `"127.0.0.1"`. Naming another one here is how reaching the server from other machines
   * is asked for: it has no TLS and well-known credentials, so do that only on a network you trust.
   */
  host?: string | undefined;
  /** Directory for the database, or `":memory:"`, the default. Starting again on the same directory finds everything again. */
  data?: string | undefined;
  /** Any whole number: fill an empty database with believable records, the same ones for the same number. */
  seed?: number | undefined;
  /** `false` switches rate limits off; default `true`, the real server's rates. */
  throttle?: boolean | undefined;
  /** `true` runs the server in a worker thread, so that it answers while this thread is blocked; default `false`. */
  thread?: boolean | undefined;
}

/** {@link BoxOptions} with the defaults filled in. */
export interface ResolvedBoxOptions {
  port: number;
  host: string;
  data: string;
  seed: number | undefined;
  throttle: boolean;
  thread: boolean;
}

/** An option that one kind of server has besides. */
export interface OwnOption {
  readonly allows: (value: unknown) => boolean;
  /** What to do when the value is not allowed: `"give whole seconds"`. */
  readonly expected: string;
}

const names = ["port", "host", "data", "seed", "throttle", "thread"];

/**
 * Checks options and fills in defaults. Unknown names are refused, so a typing mistake never passes in silence.
 *
 * @param own - the options that this kind of server has besides, by name: they are checked, and not returned
 * @throws TypeError naming the option, its value and what is expected.
 */
export function resolveBoxOptions(
  server: string,
  options: BoxOptions = {},
  own: Readonly<Record<string, OwnOption>> = {},
): ResolvedBoxOptions {
  const wrong = (name: string, value: unknown, expected: string): TypeError =>
    new TypeError(`${server} sandbox: option "${name}" is ${shown(value)}; ${expected}.`);
  if (typeof options !== "object" || options === null) throw wrong("options", options, "give an object or nothing");
  const known = [...names, ...Object.keys(own)];
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`${server} sandbox: unknown option "${name}"; known are ${known.join(", ")}.`);
    }
  }
  for (const [name, { allows, expected }] of Object.entries(own)) {
    const value: unknown = Reflect.get(options, name);
    if (value !== undefined && !allows(value)) throw wrong(name, value, expected);
  }
  const { port = 0, host = "127.0.0.1", data = ":memory:", seed, throttle = true, thread = false } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw wrong("port", port, "give a whole number, 0 to 65535");
  if (typeof host !== "string" || host === "") throw wrong("host", host, "give an address or a host name");
  if (typeof data !== "string" || data === "") throw wrong("data", data, 'give a directory or ":memory:"');
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw wrong("seed", seed, "give a whole number");
  if (typeof throttle !== "boolean") throw wrong("throttle", throttle, "give true or false");
  if (typeof thread !== "boolean") throw wrong("thread", thread, "give true or false");
  return { port, host, data, seed, throttle, thread };
}

/** JSON has no word for numbers such as NaN. */
function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
}

/** Is this host name the machine itself (RFC 6761 §6.3, RFC 1122 §3.2.1.3)? */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    (isIP(name) === 4 && name.startsWith("127."))
  );
}
