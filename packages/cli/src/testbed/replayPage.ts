/** Runs one command line of a page and answers with what it showed. */
export type RunLine = (commandLine: string) => Promise<string>;

/**
 * Replays the `console` blocks of a page: every line that begins with `$ ` is run, in order, and what it shows stands
 * below it.
 *
 * @returns the page with what the commands show now
 */
export async function replayPage(page: string, run: RunLine): Promise<string> {
  let replayed = "";
  let end = 0;
  for (const block of page.matchAll(/^```console\n(.*?)^```$/gms)) {
    replayed += page.slice(end, block.index);
    const shown: string[] = [];
    for (const line of (block[1] ?? "").split("\n")) {
      if (line.startsWith("$ ")) shown.push(`${line}\n${await run(line.slice(2))}`);
    }
    replayed += `\`\`\`console\n${shown.join("")}\`\`\``;
    end = block.index + block[0].length;
  }
  return replayed + page.slice(end);
}

/** What differs from one run to the next is made the same: times, ids of requests, sizes of pictures, the weather now. */
export function masked(page: string): string {
  return page
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "REQUEST-ID")
    .replaceAll(/\b20(?:2[4-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/\b\d+(?:\.\d+)? (?:kB|MB)\b/g, "SIZE")
    .replaceAll(/\b\d+ alerts\b/g, "N alerts");
}
