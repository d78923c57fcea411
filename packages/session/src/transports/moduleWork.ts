import type { Cancel, Done } from "../driver/transport.ts";
import { TransportError } from "../errors/transportError.ts";
import type { WorkStep } from "../flow/step.ts";
import { sleepUntil } from "./sleepUntil.ts";

/** Performs a `work` step in this thread: imports the module at its URL and calls the export with the input. */
export function moduleWork({ module, name, input, until }: WorkStep, done: Done<unknown>): Cancel {
  let timer: Cancel | undefined;
  let over = false;
  const finish: Done<unknown> = (outcome) => {
    if (over) return;
    over = true;
    timer?.(finished);
    done(outcome);
  };
  if (until !== Infinity) {
    timer = sleepUntil(until, (outcome) => {
      if (!("error" in outcome)) finish({ error: new TransportError("timeout", `${name} did not finish in time.`) });
    });
  }
  runExport(module, name, input).then(
    (value) => finish({ value }),
    (error) => finish({ error }),
  );
  return (reason) => finish({ error: reason });
}

const finished = new TransportError("aborted", "No longer needed.");

async function runExport(module: string, name: string, input: unknown): Promise<unknown> {
  // No bundler can know what it is: a URL, found when it is asked for.
  const namespace: unknown = await import(/* webpackIgnore: true */ /* @vite-ignore */ module);
  const run = isRecord(namespace) ? namespace[name] : undefined;
  if (typeof run !== "function") throw new TypeError(`${module} exports no function called ${name}.`);
  return await run(input);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
