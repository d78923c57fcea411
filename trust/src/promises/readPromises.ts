/** A test that a row names. */
export interface NamedTest {
  /** From the root of the repository. */
  readonly file: string;
  /** As the source spells it, placeholders included. */
  readonly name: string;
}

/** One row of a table of the page. */
export interface PromiseRow {
  readonly id: string;
  readonly tests: readonly NamedTest[];
  /** The feature that will bring it, where there is no test yet. */
  readonly awaited: string | undefined;
  /** Hazards that it rests on. */
  readonly hazards: readonly string[];
}

const ROW = /^\| ([TP]\d+) \| .+ \| (.+) \|$/;
const TEST = /`([^`]+\.test\.ts)` "([^"]+)"/g;

/** The rows of the Promises page. */
export function readPromises(page: string): PromiseRow[] {
  return page.split("\n").flatMap((line) => {
    const [, id, held] = ROW.exec(line) ?? [];
    if (id === undefined || held === undefined) return [];
    const tests = [...held.matchAll(TEST)].map(([, file = "", name = ""]) => ({ file, name }));
    const awaited = /^comes with .+/.exec(held)?.[0];
    return [{ id, tests, awaited, hazards: held.match(/\bT\d\d\b/g) ?? [] }];
  });
}

/** Whether a source has a test, or a group of tests, of exactly this name. */
export function hasTest(source: string, name: string): boolean {
  return ['"', "`"].some(
    (quote) => source.includes(`(${quote}${name}${quote}`) || source.includes(`\n    ${quote}${name}${quote}`),
  );
}
