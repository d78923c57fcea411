import { contactSheet } from "@latchkey/helios/pictures";
import { UsageError } from "@latchkey/session";
import { EXIT } from "../job/exitCode.ts";
import type { Runner } from "../job/job.ts";
import { requireOutFile } from "../output/outFile.ts";
import { imageFiles } from "./imageFiles.ts";

/** Options of `helios contact-sheet`. */
export interface ContactSheetCommandOptions {
  readonly out: string;
  readonly across?: number;
  readonly width?: number;
}

/** Puts the images of a directory side by side into one picture. */
export const runContactSheet: Runner<ContactSheetCommandOptions> = async (job) => {
  const { out, across, width } = job.options;
  const [directory = ""] = job.args;
  requireOutFile(out);
  if (job.out.columns !== undefined && job.out.format === "table") {
    throw new UsageError(
      "option",
      "--columns chooses fields of --json; how many images lie side by side says --across.",
    );
  }
  const sheet = await contactSheet(await imageFiles(directory), {
    out,
    ...(across !== undefined && { columns: across }),
    ...(width !== undefined && { width }),
  });
  const { file, failed } = sheet;
  if (job.out.format !== "table") await job.out.record({ file, width: sheet.width, height: sheet.height });
  else job.terminal.note(`The contact sheet is ${file} (${sheet.width}×${sheet.height}).`);
  for (const { file: bad, error } of failed) job.terminal.warn(`${bad}: ${error.message}`);
  return failed.length > 0 ? EXIT.partial : EXIT.ok;
};
