/**
 * The words of a `list` command for the rows after those that it has written.
 *
 * @param words - as they were typed, without the program's name
 * @param limit - rows that are still wanted, where there is a limit
 */
export function wordsToGoOn(words: readonly string[], offset: number, limit: number | undefined): readonly string[] {
  // What follows -- is no option, whatever it looks like.
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  const options = without(words.slice(0, end), "--param", (value) => value.startsWith("_offset="));
  return [
    ...(limit === undefined ? options : [...without(options, "--limit", () => true), "--limit", String(limit)]),
    "--param",
    `_offset=${offset}`,
    ...words.slice(end),
  ];
}

/** The words but for an option, where its value is one of those: `--name value` or `--name=value`. */
function without(words: readonly string[], name: string, isOne: (value: string) => boolean): readonly string[] {
  const left: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const apart = word === name;
    const value = apart ? words[at + 1] : word.startsWith(`${name}=`) ? word.slice(name.length + 1) : undefined;
    if (value === undefined || !isOne(value)) left.push(word);
    else if (apart) at += 1;
  }
  return left;
}
