/** What a proxy does to an exchange instead of passing it on. Plain data: it is sent to the proxy's thread. */
export type Fault =
  /** Answers in good HTTP, whatever the answer says. */
  | {
      readonly play: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
      readonly body?: string | Uint8Array;
    }
  /** Writes bytes as they are, and ends the connection when told to. */
  | { readonly play: "raw"; readonly bytes: string; readonly ends?: boolean }
  /** Resets the connection without a word. */
  | { readonly play: "reset" }
  /** Sends the server's own answer but for its last byte, and closes. */
  | { readonly play: "cut"; readonly framing: "length" | "chunked" | "gzip" }
  /** Says nothing, or no more after its head or the first half of its body. */
  | { readonly play: "stall"; readonly after: "nothing" | "head" | "half" }
  /** Sends a byte now and then, without an end. */
  | { readonly play: "drip"; readonly part: "head" | "body" }
  /** Neither reads on nor answers. */
  | { readonly play: "deaf" }
  /** So many interim responses before the server's own answer. */
  | { readonly play: "interim"; readonly count: number }
  /** Closes a connection that is used again; serves new ones. */
  | { readonly play: "stale" };

/** Which exchanges get it. */
export interface FaultPlan {
  readonly fault: Fault;
  /** Only this method. */
  readonly method?: string | undefined;
  /** Only paths that end so; the query does not count. */
  readonly path: string;
  /** How many matching requests pass first. Default 0. */
  readonly after?: number | undefined;
  /** How many then get it. Default: all. */
  readonly times?: number | undefined;
  /** Leaves the server out of it: what it would do takes long, and is not what matters. Default false. */
  readonly spares?: boolean | undefined;
}

/** Faults that hide what the server did: it is asked first, and its answer then spoilt. */
export function serverActs({ play }: Fault): boolean {
  return play !== "answer" && play !== "deaf" && play !== "stale";
}
