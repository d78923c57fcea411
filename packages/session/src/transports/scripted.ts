import { attempt } from "../driver/attempt.ts";
import { isThenable } from "../driver/isThenable.ts";
import type { Clock, Transport } from "../driver/transport.ts";
import { withSent } from "../errors/interruption.ts";
import { TransportError } from "../errors/transportError.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Outcome } from "../flow/step.ts";
import { HeaderFields } from "../message/headerFields.ts";
import { isBodiless, isOk, type Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { callable, defaulting, number } from "../request/optionChecks.ts";
import { VirtualTime } from "./virtualTime.ts";

/** An answer of a scripted server. */
export interface CannedReply {
  /** Default 200. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Sent as JSON, with its content type. */
  readonly json?: unknown;
  readonly text?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
  /** A failure of the wire in place of an answer. */
  readonly error?: Error | undefined;
  /** Virtual milliseconds before it arrives. Default 0. */
  readonly delay?: number | undefined;
}

/** A request that reached the script. */
export interface ScriptedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body, where it was bytes. */
  readonly text: string;
  /** Virtual milliseconds since the script began. */
  readonly at: number;
}

/**
 * What answers: one entry for each request in order, or a function that answers at once. An error is a failure of the
 * wire, whether it is returned or thrown.
 */
export type Script =
  | readonly (CannedReply | Error)[]
  | ((request: ScriptedRequest, index: number) => CannedReply | Error);

/** What {@link scriptedTransport} takes besides its script. */
export interface ScriptedOptions {
  /** The chance of back-offs and the like, in [0, 1). Default 0.5, always. */
  readonly random?: (() => number) | undefined;
  /** What the wall clock says at the start, in ms since 1970. Default 0. */
  readonly wall?: number | undefined;
  /** Performs `work` steps. */
  readonly work?: ((module: string, name: string, input: unknown) => unknown) | undefined;
}

/** A transport without a network: canned replies, recorded requests, and time that passes only when it is waited for. */
export interface ScriptedTransport extends Transport {
  readonly requests: readonly ScriptedRequest[];
  /** What was saved, by path. Nothing touches the disk. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The most requests that were under way at once. */
  readonly mostAtOnce: number;
}

const SHAPE = {
  random: defaulting(callable<NonNullable<ScriptedOptions["random"]>>(), () => 0.5),
  wall: defaulting(number({ min: 0, max: Number.MAX_SAFE_INTEGER }), 0),
  work: defaulting(callable<NonNullable<ScriptedOptions["work"]>>(), () => undefined),
};

/**
 * A transport for tests of both twins.
 *
 * @throws UsageError (`option`) for an unknown option or a value that is not allowed
 *
 * @example
 * ```ts
 * const transport = scriptedTransport([{ status: 503 }, { json: { id: 1 } }]);
 * const session = new Session({ url: "http://localhost/", transport });
 * session.httpGet("things/1").json(); // after one retry, in no time
 * ```
 */
export function scriptedTransport(script: Script, options: ScriptedOptions = {}): ScriptedTransport {
  const { random, wall, work } = checkOptions(options, SHAPE);
  const time = new VirtualTime();
  const requests: ScriptedRequest[] = [];
  const files = new Map<string, Uint8Array>();
  let underWay = 0;
  let mostAtOnce = 0;
  const clock: Clock = { now: () => time.now, wall: () => wall + time.now, random };

  function answer(request: Request): { readonly outcome: Outcome<Reply>; readonly delay: number } {
    const seen = recorded(request, time.now);
    const index = requests.push(seen) - 1;
    const said = attempt(() => (typeof script === "function" ? script(seen, index) : script[index]));
    if ("error" in said) return { outcome: { error: said.error }, delay: 0 };
    const canned = said.value;
    if (canned === undefined) {
      const error = new Error(`The script has no reply for request ${index + 1}: ${seen.method} ${seen.url}`);
      return { outcome: { error }, delay: 0 };
    }
    if (isThenable(canned)) return { outcome: { error: promised() }, delay: 0 };
    if (canned instanceof Error) return { outcome: { error: canned }, delay: 0 };
    const checked = attempt(() => checkReply(canned));
    if ("error" in checked) return { outcome: { error: checked.error }, delay: 0 };
    if (canned.error !== undefined) return { outcome: { error: canned.error }, delay: canned.delay ?? 0 };
    return { outcome: { value: replyOf(request, canned, files) }, delay: canned.delay ?? 0 };
  }

  return {
    clock,
    blocking: true,
    requests,
    files,
    get mostAtOnce() {
      return mostAtOnce;
    },
    send(request, until, done) {
      underWay += 1;
      mostAtOnce = Math.max(mostAtOnce, underWay);
      const settle = (outcome: Outcome<Reply>): void => {
        underWay -= 1;
        done(outcome);
      };
      const { outcome, delay } = answer(request);
      const late = time.now + delay > until;
      // Made when it is due: the stack of an error keeps alive whatever the request before it answered.
      const tooLate = (): Outcome<Reply> => ({
        error: new TransportError("timeout", "The scripted reply came too late.", { sent: true }),
      });
      const event = time.at(late ? until : time.now + delay, () =>
        settle(late && !("error" in outcome) ? tooLate() : outcome),
      );
      return (reason) => {
        if (time.forget(event)) settle({ error: withSent(reason, true) });
      };
    },
    sleep(until, done) {
      const event = time.at(until, () => done({ value: undefined }));
      return (reason) => {
        if (time.forget(event)) done({ error: reason });
      };
    },
    work(step, done) {
      try {
        done({ value: work(step.module, step.name, step.input) });
      } catch (error) {
        done({ error });
      }
      return () => {};
    },
    waitForCompletion: () => time.advance(),
    close() {},
  };
}

const REPLY: Readonly<Record<keyof CannedReply, true>> = {
  status: true,
  headers: true,
  json: true,
  text: true,
  bytes: true,
  error: true,
  delay: true,
};

/** A test that misspells its reply would pass with another one. */
function checkReply(canned: CannedReply): void {
  const unknown = Object.keys(canned).find((name) => !Object.hasOwn(REPLY, name));
  if (unknown !== undefined) {
    throw new UsageError("option", `The script's reply has no ${JSON.stringify(unknown)}.`, {
      hint: `It may have ${Object.keys(REPLY).join(", ")}.`,
    });
  }
  const { json, text, bytes } = canned;
  if ([json, text, bytes].filter((body) => body !== undefined).length < 2) return;
  throw new UsageError("option", "The script's reply has more than one of json, text and bytes.", {
    hint: "They are ways to say the same: what the body is.",
  });
}

function promised(): UsageError {
  return new UsageError("promise", "The script answered with a promise, and time does not pass while it settles.", {
    hint: "Answer with a plain value; a reply that is to arrive later has a delay.",
  });
}

function recorded({ method, origin, path, headers, body }: Request, at: number): ScriptedRequest {
  const bytes = body?.kind === "bytes" ? body.bytes : new Uint8Array();
  return { method, url: origin + path, headers, text: new TextDecoder().decode(bytes), at };
}

function replyOf(request: Request, canned: CannedReply, files: Map<string, Uint8Array>): Reply {
  const { status = 200, json, text, bytes } = canned;
  const body = bytes ?? new TextEncoder().encode(json === undefined ? (text ?? "") : JSON.stringify(json));
  const flat: string[] = json === undefined ? [] : ["content-type", "application/json"];
  for (const [name, value] of Object.entries(canned.headers ?? {})) {
    for (const single of typeof value === "string" ? [value] : value) flat.push(name, single);
  }
  const url = request.origin + request.path.replace(/\?.*$/s, "");
  const reply: Reply = { status, headers: HeaderFields.of(flat), body, url };
  if (request.save === undefined || !isOk(reply) || isBodiless(request.method, status)) return reply;
  files.set(request.save.file, body);
  const saved = { file: request.save.file, bytes: body.length, verified: true };
  return { ...reply, body: new Uint8Array(), saved };
}
