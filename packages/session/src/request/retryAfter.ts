const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** In s: some 30 years. */
const LONGEST = 999_999_999;
const IMF_FIXDATE = /^([A-Z][a-z]{2}), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/**
 * How long a server asks to be left alone, in ms from now. Only the two forms that servers may send are read: whole
 * seconds (more than nine digits are as good as 999,999,999) and an IMF-fixdate. `Number` and `Date.parse` would take far more, and take it wrong.
 *
 * @param value - the Retry-After field, or `undefined` when there was none
 * @param wallNow - ms since 1970
 * @returns 0 for a date that has passed; `undefined` when there is nothing usable
 * @see RFC 9110 §10.2.3 and §5.6.7
 *
 * @example
 * parseRetryAfter("120", Date.now())   // 120_000
 */
export function parseRetryAfter(value: string | undefined, wallNow: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value), LONGEST) * 1000;
  const at = parseImfFixdate(value);
  return at === undefined ? undefined : Math.max(0, at - wallNow);
}

function parseImfFixdate(text: string): number | undefined {
  const match = IMF_FIXDATE.exec(text);
  if (match === null) return undefined;
  const [, weekday = "", day, monthName = "", year, hour, minute, second] = match;
  const month = MONTHS.indexOf(monthName);
  const date = new Date(0);
  date.setUTCFullYear(Number(year), month, Number(day));
  // A day that its month does not have rolls over into another one; the weekday must be that date's own.
  if (month < 0 || date.getUTCDate() !== Number(day) || WEEKDAYS[date.getUTCDay()] !== weekday) return undefined;
  // Second 60 is a leap second: the grammar has it, and it rolls over into the next minute.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  return date.setUTCHours(Number(hour), Number(minute), Number(second));
}
