let segmenter: Intl.Segmenter | undefined;

/** What takes two cells: East Asian wide and full-width letters (UAX #11), and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** What takes none: marks that are drawn over the letter before, and joiners. */
const ZERO = /^[\p{Mark}\u200b-\u200d]+$/u;

const ASCII = /^[\x20-\x7e]*$/;

/** Cells that a text takes on a terminal. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) width += cells(segment);
  return width;
}

/** The text in at most `width` cells; what does not fit ends in an ellipsis. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return "";
  let fitted = "";
  let left = width - 1;
  for (const { segment } of graphemes(text)) {
    left -= cells(segment);
    if (left < 0) break;
    fitted += segment;
  }
  return `${fitted}…`;
}

/** The text, followed (or, for `right`, led) by the spaces that make it `width` cells long. */
export function padText(text: string, width: number, right = false): string {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return right ? space + text : text + space;
}

/** Most texts are ASCII and most commands show none: loading the rules of Unicode is put off until a text needs them. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

function cells(segment: string): number {
  if (ZERO.test(segment)) return 0;
  return WIDE.test(segment) ? 2 : 1;
}
