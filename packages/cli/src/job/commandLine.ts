/** The command that was given, as it could be typed again. */
export function commandLineOf(args: readonly string[]): string {
  return ["latchkey", ...args].map(quoted).join(" ");
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
