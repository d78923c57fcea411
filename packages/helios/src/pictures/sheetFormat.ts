import { extname } from "node:path";
import { UsageError } from "@latchkey/session";

/** What a sheet is written as. */
export interface SheetFormat {
  /** As sharp calls it. */
  readonly name: "jpeg" | "png" | "webp";
  /** Pixels to a side that a file of it can have. */
  readonly longest: number;
}

/** What JPEG can hold. PNG could hold more, which few programs would show. */
const LONGEST = 65_500;
const LONGEST_WEBP = 16_383;

const FORMATS: ReadonlyMap<string, SheetFormat> = new Map([
  [".jpg", { name: "jpeg", longest: LONGEST }],
  [".jpeg", { name: "jpeg", longest: LONGEST }],
  [".png", { name: "png", longest: LONGEST }],
  [".webp", { name: "webp", longest: LONGEST_WEBP }],
]);

/** The format that a file's name asks for. @throws UsageError (`option`) for any other name */
export function sheetFormat(out: string): SheetFormat {
  const format = FORMATS.get(extname(out).toLowerCase());
  if (format !== undefined) return format;
  throw new UsageError("option", "out must end in .jpg, .png or .webp: that is the format of the sheet.");
}
