const DELIMITERS = /[\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+/;
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D|$)/;
const DAY = /^(\d{1,2})(?:\D|$)/;
const YEAR = /^(\d{2,4})(?:\D|$)/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Reads the date of an Expires attribute, as forgivingly as RFC 6265bis §5.1.1 asks: words in any order, whatever the
 * delimiters, the first of each kind counting.
 *
 * @returns ms since 1970, or `undefined` when it is no date
 *
 * @example
 * parseCookieDate("Wed, 09-Jun-2021 10:18:14 GMT")   // 1_623_233_894_000
 */
export function parseCookieDate(text: string): number | undefined {
  let time: RegExpExecArray | undefined;
  let day: number | undefined;
  let month: number | undefined;
  let year: number | undefined;
  for (const token of text.split(DELIMITERS)) {
    const asTime = time === undefined ? TIME.exec(token) : null;
    const asDay = day === undefined ? DAY.exec(token) : null;
    const asMonth = month === undefined ? MONTHS.indexOf(token.slice(0, 3).toLowerCase()) : -1;
    const asYear = year === undefined ? YEAR.exec(token) : null;
    if (asTime !== null) time = asTime;
    else if (asDay !== null) day = Number(asDay[1]);
    else if (asMonth >= 0) month = asMonth;
    else if (asYear !== null) year = fullYear(Number(asYear[1]));
  }
  if (time === undefined || day === undefined || month === undefined || year === undefined) return undefined;
  const [hour, minute, second] = [Number(time[1]), Number(time[2]), Number(time[3])];
  if (year < 1601 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(Date.UTC(year, month, day, hour, minute, second));
  // A day that its month does not have rolls over.
  return date.getUTCDate() === day ? date.getTime() : undefined;
}

function fullYear(year: number): number {
  if (year < 70) return year + 2000;
  return year < 100 ? year + 1900 : year;
}
