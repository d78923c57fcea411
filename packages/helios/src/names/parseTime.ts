import { UsageError } from "@latchkey/session";
import { imageNameParts } from "./parseImageName.ts";

/** Year, month, day, hour, minute and second, then as many digits of the second's fraction as there are. */
const STAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{0,6})$/;

/**
 * When an image was taken, from its name or URL. Stamps are UTC.
 *
 * @throws UsageError (`option`) when the name has no time in it
 *
 * @example
 * ```ts
 * parseTime("1a67-CODOT-11150-13689_20171128153407000.jpg").toISOString(); // "2017-11-28T15:34:07.000Z"
 * ```
 */
export function parseTime(urlOrName: string): Date {
  const match = STAMP.exec(imageNameParts(urlOrName).stamp);
  if (match !== null) {
    const [, year, month, day, hour, minute, second, fraction = ""] = match;
    const millis = fraction.padEnd(3, "0").slice(0, 3);
    const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}Z`);
    if (!Number.isNaN(time.getTime()) && time.getUTCDate() === Number(day)) return time;
  }
  throw new UsageError("option", "This is no image name: it needs a time after its last _.", {
    hint: "A time is YYYYMMDDHHMMSS, with or without milliseconds after it.",
  });
}
