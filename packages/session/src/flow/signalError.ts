import { UsageError } from "../errors/usageError.ts";
import { describeValue } from "../request/describeValue.ts";

/** What is wrong with a caller's signal; of whichever realm it is, an AbortSignal is fine. */
export function signalError(signal: unknown): UsageError | undefined {
  const isSignal = typeof signal === "object" && signal !== null && "aborted" in signal && "addEventListener" in signal;
  if (isSignal) return undefined;
  return new UsageError("option", `signal must be an AbortSignal, not ${describeValue(signal)}.`, {
    hint: "Pass the signal of an AbortController.",
  });
}
