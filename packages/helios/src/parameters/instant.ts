/** Year, and from there on as much of an ISO 8601 time as is known. */
const ISO =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;

/**
 * Milliseconds since 1970 of an ISO 8601 time; `undefined` for any other text. It may be partial (`2017-01`,
 * `2018-02-10T18:00Z`) and then means the moment at which that year, month, day or minute begins. Without a zone it is
 * UTC, as the API reads it, whatever the zone of this machine.
 *
 * @example
 * ```ts
 * parseInstant("2018-02-10T18:00"); // 1518285600000
 * parseInstant("yesterday"); // undefined
 * ```
 */
export function parseInstant(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", fraction = "", zone] = match;
  const millis = fraction.padEnd(3, "0").slice(0, 3);
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}Z`);
  // Date.parse takes 31 February for a day in March, and 24:00 for the next day.
  if (Number.isNaN(time) || new Date(time).getUTCDate() !== Number(day)) return undefined;
  const offset = offsetOf(zone);
  return offset === undefined ? undefined : time - offset;
}

/** Milliseconds that a zone is ahead of UTC; `undefined` where no clock shows such a difference. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const digits = zone.replace(/\D/g, "");
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
