import { UsageError } from "@latchkey/session";
import { type Area, textHeight, textWidth } from "./canvas.ts";
import type { SheetFormat } from "./sheetFormat.ts";

/** What the layout of a sheet follows from. */
export interface SheetPlan {
  readonly count: number;
  readonly columns: number;
  /** In pixels. */
  readonly width: number;
  readonly gap: number;
  /** Height of a picture by its width. */
  readonly aspect: number;
  readonly labels: boolean;
  readonly format: SheetFormat;
}

/** Where everything goes. */
export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  /** Pixels to a dot of a letter. */
  readonly scale: number;
  readonly picture: (index: number) => Area;
  readonly label: (index: number) => Area;
}

/** The longest label that must fit: a date and a time. */
const LABEL = "2018-01-01 00:00";
const PADDING = 3;
const LARGEST_SCALE = 3;

/** @throws UsageError (`option`) when the pictures would be too small to be seen, or the sheet too large for a file */
export function sheetLayout({ count, columns, width, gap, aspect, labels, format }: SheetPlan): SheetLayout {
  const { name, longest } = format;
  if (width > longest) {
    throw new UsageError("option", `A sheet would be ${width} pixels wide, too much for a file.`, {
      hint: `A ${name} file has at most ${longest} to a side: use a smaller width, or another format.`,
    });
  }
  const tile = Math.floor((width - gap * (columns + 1)) / columns);
  if (tile < textWidth(LABEL, 1)) {
    throw new UsageError("option", `${columns} columns do not fit into a width of ${width}.`, {
      hint: `A column needs ${textWidth(LABEL, 1) + gap} pixels.`,
    });
  }
  const scale = Math.min(LARGEST_SCALE, Math.max(1, Math.floor(tile / (textWidth(LABEL, 1) * 1.25))));
  const picture = Math.max(1, Math.round(tile * aspect));
  const strip = labels ? textHeight(scale) + 2 * PADDING * scale : 0;
  const pitch = picture + strip + gap;
  const height = gap + Math.ceil(count / columns) * pitch;
  if (height > longest) {
    throw new UsageError(
      "option",
      `A sheet of ${count} pictures would be ${height} pixels high, too much for a file.`,
      {
        hint: `A ${name} file has at most ${longest} to a side: use more columns, a smaller width, or several sheets.`,
      },
    );
  }
  const at = (index: number): Area => ({
    x: gap + (index % columns) * (tile + gap),
    y: gap + Math.floor(index / columns) * pitch,
    width: tile,
    height: picture,
  });
  const below = (index: number): Area => {
    const { x, y } = at(index);
    return { x: x + PADDING * scale, y: y + picture + PADDING * scale, width: tile, height: strip };
  };
  return { width, height, scale, picture: at, label: below };
}
