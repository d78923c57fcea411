import type { BatchProgress } from "@latchkey/helios";
import type { Terminal } from "../terminal/terminal.ts";
import { fitText } from "../terminal/textWidth.ts";

/** How often a terminal is redrawn, in ms. */
const REDRAW = 100;
const WIDTH = 24;
/** A shorter bar shows nothing. */
const LEAST = 4;

/** A line that grows while a batch runs. Without a terminal it is silent. */
export interface ProgressBar {
  readonly update: (progress: BatchProgress) => void;
  /** Takes it away again. */
  readonly end: () => void;
}

/** Draws on stderr, and only where that is a terminal. */
export function progressBar({ err }: Terminal, what: string): ProgressBar {
  if (!err.isTerminal) return { update: () => {}, end: () => {} };
  let drawn = 0;
  return {
    update(progress) {
      const now = performance.now();
      if (now - drawn < REDRAW && progress.done < progress.total) return;
      drawn = now;
      void err.write(`\r\u001b[K${lineOf(progress, what, err.width - 1)}`);
    },
    end() {
      if (drawn > 0) void err.write("\r\u001b[K");
    },
  };
}

/** The bar gives way to the words: a line that does not fit is wrapped, and cannot be taken away again. */
function lineOf({ done, failed, total, bytes }: BatchProgress, what: string, width: number): string {
  const trouble = failed > 0 ? `, ${failed} failed` : "";
  const size = bytes > 0 ? `, ${megabytes(bytes)}` : "";
  const words = `${done} of ${total} ${what}${trouble}${size}`;
  const room = Math.min(WIDTH, width - words.length - 1);
  if (room < LEAST) return fitText(words, width);
  const filled = total === 0 ? room : Math.round((room * done) / total);
  return `${"█".repeat(filled)}${"░".repeat(room - filled)} ${words}`;
}

/** Bytes for people. */
export function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
