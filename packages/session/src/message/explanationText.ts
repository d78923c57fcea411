import type { AttemptExplanation, Explanation } from "./explanation.ts";

const RESENT = {
  status: "sent again because of its status",
  "retry-after": "sent again when the server said",
  error: "sent again because it failed",
  credential: "sent again with another credential",
  redirect: "redirected",
  layer: "sent again by a layer of yours",
} as const;

const SOURCES = {
  none: "none",
  caller: "given as an option",
  store: "from the store",
  login: "asked for anew",
  refresh: "renewed",
  unknown: "of unknown origin",
} as const;

/** An explanation for people: a line for each phase, the names of the phases in one column. */
export function explanationText(explained: Explanation): string {
  const { method, url, status, error, elapsed, cid, attempts, bytes } = explained;
  const end = status ?? `failed (${error ?? "unexpected"})`;
  const lines = [
    [`${method} ${url} → ${end} in ${ms(elapsed)}, correlation id ${cid}`],
    queueLine(explained),
    credentialLine(explained),
    ...attempts.map((attempt) => [`attempt ${attempt.number}`, attemptText(attempt)]),
    ["body", `${bytes} bytes`],
  ];
  return lines.map(([name = "", text]) => (text === undefined ? name : `  ${name.padEnd(12)}${text}`)).join("\n");
}

function queueLine({ waits }: Explanation): string[] {
  return ["queue", waits.queue > 0 ? `${ms(waits.queue)} for a place` : "no wait"];
}

function credentialLine({ credential, waits }: Explanation): string[] {
  const { strategy, source, obtained, storeHit } = credential;
  if (strategy === undefined) return ["credential", "none was asked for"];
  const parts = [
    `${strategy}: ${SOURCES[source]}`,
    ...(obtained === "before" ? [] : [`${obtained} in ${ms(waits.credential)}`]),
    ...(storeHit === undefined ? [] : [storeHit ? "the store had it" : "the store had none"]),
    ...(waits.lock > 0 ? [`${ms(waits.lock)} for another holder`] : []),
  ];
  return ["credential", parts.join(", ")];
}

function attemptText(attempt: AttemptExplanation): string {
  const { purpose, method, url, status, error, connection, resent, backOff } = attempt;
  const what = purpose === "credential" ? " (for the credential)" : "";
  const parts = [
    `${method} ${url}${what} → ${status ?? error ?? "no answer"} in ${ms(attempt.ms)}`,
    ...(connection === "unknown" ? [] : [`${connection} connection`]),
    ...(resent === undefined ? [] : [RESENT[resent] + (backOff > 0 ? `, after ${ms(backOff)}` : "")]),
  ];
  return parts.join("; ");
}

function ms(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
