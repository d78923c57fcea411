import { isatty } from "node:tty";
import { styleText } from "node:util";
import { printableText } from "./printable.ts";

/** The styles that are used. */
export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** One of the two streams that a command writes to. */
export interface Channel {
  readonly isTerminal: boolean;
  /** Cells of a line; Infinity where there is no terminal to fit. */
  readonly width: number;
  /** Resolves when there is room for more: a slow reader slows the command down, it does not fill the memory. */
  write(data: string | Uint8Array): Promise<void>;
  /** The text in a style; as it is, where colours are not wanted. */
  readonly style: (style: Style, text: string) => string;
}

/** Where a command reads from and writes to: data to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: Channel;
  readonly err: Channel;
  /** Whether there is somebody to ask: keys can be read and questions shown. */
  readonly canAsk: boolean;
  /** A line for people, on stderr. */
  note(text: string): void;
  /** The same, marked as something to look at. */
  warn(text: string): void;
}

/** The terminal of this process. Made once. */
export function openTerminal(env: NodeJS.ProcessEnv): Terminal {
  const out = channel(process.stdout, env);
  const err = channel(process.stderr, env);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    out,
    err,
    canAsk: isatty(0) && err.isTerminal && env["TERM"] !== "dumb",
    note: say,
    warn: (text) => say(`${err.style("yellow", "Warning:")} ${printableText(text)}`),
  };
}

function channel(stream: NodeJS.WriteStream & { readonly fd: number }, env: NodeJS.ProcessEnv): Channel {
  const isTerminal = isatty(stream.fd);
  const coloured = isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  return {
    isTerminal,
    get width() {
      return isTerminal ? stream.columns || 80 : Number.POSITIVE_INFINITY;
    },
    write: (data) =>
      new Promise((resolve) => {
        if (stream.write(data)) resolve();
        else stream.once("drain", resolve);
      }),
    style: (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text),
  };
}
