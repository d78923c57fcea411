import type { BatchProgress } from "@latchkey/helios";
import type { Terminal } from "../terminal/terminal.ts";

/** How often a terminal is redrawn, in ms. */
const REDRAW = 100;
const WIDTH = 24;

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
      void err.write(`\r\u001b[K${lineOf(progress, what)}`);
    },
    end() {
      if (drawn > 0) void err.write("\r\u001b[K");
    },
  };
}

function lineOf({ done, failed, total, bytes }: BatchProgress, what: string): string {
  const filled = total === 0 ? WIDTH : Math.round((WIDTH * done) / total);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  const trouble = failed > 0 ? `, ${failed} failed` : "";
  const size = bytes > 0 ? `, ${megabytes(bytes)}` : "";
  return `${bar} ${done} of ${total} ${what}${trouble}${size}`;
}

/** Bytes for people. */
export function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
