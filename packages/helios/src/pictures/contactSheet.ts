import { basename } from "node:path";
import {
  boolean,
  checkOptions,
  DecodeError,
  defaulting,
  number,
  replaceFile,
  required,
  text,
  UsageError,
} from "@latchkey/session";
import { loadSharp, type SharpFunction } from "../images/loadSharp.ts";
import { parseTime } from "../names/parseTime.ts";
import { Canvas, type Color, textWidth } from "./canvas.ts";
import { type SheetFormat, sheetFormat } from "./sheetFormat.ts";
import { type SheetLayout, sheetLayout } from "./sheetLayout.ts";

/** What a sheet looks like. */
export interface ContactSheetOptions {
  /** File of the sheet: `.jpg`, `.png` or `.webp`. One that is there is replaced. */
  readonly out: string;
  /** Pictures side by side. Default 10, or fewer where there are fewer. */
  readonly columns?: number | undefined;
  /** Of the sheet, in pixels: 100 to 20,000, of a `.webp` to 16,383. Default 1600. */
  readonly width?: number | undefined;
  /** Pixels between the pictures. Default 6. */
  readonly gap?: number | undefined;
  /** Whether the time of each picture, or its name where it has none, is written below it. Default true. */
  readonly labels?: boolean | undefined;
}

/** A finished sheet. */
export interface ContactSheet {
  /** Absolute path. */
  readonly file: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Pictures that could not be read: their places are grey. */
  readonly failed: readonly { readonly file: string; readonly error: DecodeError }[];
}

const BACKGROUND: Color = [24, 26, 30];
const MISSING: Color = [70, 70, 74];
const INK: Color = [222, 226, 232];
/** Pictures decoded at once. */
const AT_ONCE = 4;

const shape = {
  out: required(text()),
  columns: number({ min: 1, max: 100, integer: true }),
  width: defaulting(number({ min: 100, max: 20_000, integer: true }), 1600),
  gap: defaulting(number({ min: 0, max: 200, integer: true }), 6),
  labels: defaulting(boolean(), true),
} as const;

/**
 * Draws pictures side by side on one sheet, in their order, each with its time: many images to be seen at a glance. It is
 * a promise, for programs of either twin; the package sharp must be installed.
 *
 * @param pictures - paths, or what `showImage` returned for an `outDir`
 * @throws UsageError for options that are not allowed, no pictures, and without sharp
 * @throws TransportError (`disk`, `filename`) when the sheet cannot be written
 *
 * @example
 * ```ts
 * const { images } = await session.cameras.showImage(camera, times, { outDir: "images" });
 * await contactSheet(images, { out: "sheet.jpg", columns: 12 });
 * ```
 */
export async function contactSheet(
  pictures: Iterable<string | { readonly file: string }>,
  options: ContactSheetOptions,
): Promise<ContactSheet> {
  const { out, columns = 10, width, gap, labels } = checkOptions(options, shape);
  const files = Array.from(pictures, (picture) => (typeof picture === "string" ? picture : picture.file));
  if (files.length === 0) throw new UsageError("option", "There are no pictures to make a sheet of.");
  const format = sheetFormat(out);
  const sharp = await loadSharp();
  const aspect = await firstAspect(sharp, files);
  const plan = { count: files.length, columns: Math.min(columns, files.length), width, gap, aspect, labels, format };
  const layout = sheetLayout(plan);
  const canvas = new Canvas(layout.width, layout.height, BACKGROUND);
  const failed: { index: number; file: string; error: DecodeError }[] = [];
  const queue = files.entries();
  async function draw(): Promise<void> {
    for (const [index, file] of queue) {
      const error = await drawPicture(sharp, canvas, layout, index, file);
      if (error !== undefined) failed.push({ index, file, error });
      if (labels) drawLabel(canvas, layout, index, file);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, draw));
  const file = await replaceFile(out, await encode(sharp, canvas, format));
  const inOrder = failed.toSorted((a, b) => a.index - b.index).map(({ file: path, error }) => ({ file: path, error }));
  return { file, width: layout.width, height: layout.height, failed: inOrder };
}

/** All places have the shape of the first picture that can be read. */
async function firstAspect(sharp: SharpFunction, files: readonly string[]): Promise<number> {
  for (const file of files) {
    try {
      const { width, height } = await sharp(file).metadata();
      return height / width;
    } catch {
      // It is reported when its turn to be drawn comes.
    }
  }
  return 0.75;
}

async function drawPicture(
  sharp: SharpFunction,
  canvas: Canvas,
  layout: SheetLayout,
  index: number,
  file: string,
): Promise<DecodeError | undefined> {
  const area = layout.picture(index);
  const [r, g, b] = BACKGROUND;
  try {
    const image = sharp(file, { failOn: "truncated" }).resize({
      width: area.width,
      height: area.height,
      fit: "contain",
      background: { r, g, b },
    });
    canvas.paste(
      await image.flatten({ background: { r, g, b } }).toColourspace("srgb").removeAlpha().raw().toBuffer(),
      area,
    );
    return undefined;
  } catch (error) {
    canvas.paint(area, MISSING);
    return new DecodeError(`${file} cannot be read as a picture: ${reason(error)}`);
  }
}

function drawLabel(canvas: Canvas, layout: SheetLayout, index: number, file: string): void {
  const { scale } = layout;
  const area = layout.label(index);
  let label = labelOf(file);
  while (textWidth(label, scale) > area.width - 2 * scale) label = label.slice(0, -1);
  canvas.write(label, area, scale, INK);
}

function labelOf(file: string): string {
  const name = basename(file);
  try {
    return parseTime(name).toISOString().slice(0, 16).replace("T", " ");
  } catch {
    return name.replace(/\.\w+$/, "");
  }
}

async function encode(
  sharp: SharpFunction,
  { data, width, height }: Canvas,
  { name }: SheetFormat,
): Promise<Uint8Array> {
  try {
    // The bound is against pictures of others that would not fit into memory: this one is there.
    const image = sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
    return await image.toFormat(name).toBuffer();
  } catch (error) {
    throw new UsageError("option", `The sheet cannot be made a ${name} file: ${reason(error)}`, {
      hint: "Use another format, or a smaller width.",
    });
  }
}

/** What sharp says, in one line. */
function reason(error: unknown): string | undefined {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0];
}
