/** Letters of 5 by 7 dots: one base-32 digit per row, from the top, the left dot being the highest of five bits. */
// biome-ignore format: a table
const rowsOf: Readonly<Record<string, string>> = {
  " ": "0000000", A: "ehhvhhh", B: "uhhuhhu", C: "ehggghe", D: "uhhhhhu", E: "vgguggv", F: "vgguggg", G: "ehgnhhf",
  H: "hhhvhhh", I: "e44444e", J: "72222ic", K: "hikokih", L: "ggggggv", M: "hrllhhh", N: "hhpljhh", O: "ehhhhhe",
  P: "uhhuggg", Q: "ehhhlid", R: "uhhukih", S: "fgge11u", T: "v444444", U: "hhhhhhe", V: "hhhhha4", W: "hhhllla",
  X: "hha4ahh", Y: "hhha444", Z: "v1248gv", 0: "ehjlphe", 1: "4c4444e", 2: "eh1248v", 3: "v2421he", 4: "26aiv22",
  5: "vgu11he", 6: "68guhhe", 7: "v124888", 8: "ehhehhe", 9: "ehhf12c", "-": "000v000", ":": "0cc0cc0",
  "/": "01248g0", ".": "00000cc", ",": "0000cc8", _: "000000v", "'": "4480000", "?": "eh12404", "°": "ciic000",
};

/** The dots of one letter, row by row; what is not in the table is drawn as a question mark. */
export function glyph(letter: string): readonly number[] {
  const rows = rowsOf[letter.toUpperCase()] ?? rowsOf["?"] ?? "";
  return Array.from(rows, (digit) => Number.parseInt(digit, 32));
}
