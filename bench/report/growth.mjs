import { format } from "./table.mjs";

/** How cost grows, in sentences with the numbers of a run. Where a case was left out, so is its sentence. */
export function growth(run) {
  const cases = Object.fromEntries(run.cases.map(({ name, rows }) => [name, rows]));
  const of = (name, label) => cases[name]?.find((row) => row.label === label)?.metrics ?? {};
  return [million(of), concurrency(of), bodies(of), cookies(of), callers(of), pages(of)].filter(
    (sentence) => sentence !== undefined,
  );
}

const number = (value, digits = 0) => (value === undefined ? "–" : format(value, digits));

function million(of) {
  const who = ["AsyncKeystoneClient", "undici.request", "global fetch", "axios", "got", "aiohttp"];
  const costs = who.map((name) => [name, of("getFifty", name).micros]).filter(([, micros]) => micros !== undefined);
  if (costs.length === 0) return undefined;
  return `**A million requests**, 50 at once, cost ${costs.map(([name, micros]) => `${number(micros)} s (${name})`).join(", ")} of CPU.`;
}

function concurrency(of) {
  const counts = ["1", "10", "50", "100", "300", "1000"];
  const micros = counts.map((count) => of("scale", `${count} at once: AsyncKeystoneClient`).micros);
  if (micros[0] === undefined) return undefined;
  const first = of("scale", "1 at once: AsyncKeystoneClient").rate;
  const many = of("scale", "50 at once: AsyncKeystoneClient").rate;
  return `**Concurrency** ${counts.join(", ")}: ${micros.map((value) => number(value)).join(", ")} µs of CPU per request. From 1 to 50 at once the rate grows from ${number(first)} to ${number(many)} requests per second: one after the other, each request wakes both processes; many at once share a turn of the event loop. Beyond, the core is full: more at once means only that more of them wait, in ${number(of("scale", "1000 at once: AsyncKeystoneClient").megabytes)} MB at 1,000.`;
}

/** Sizes between which the cost of more bytes is told, in units of 100 kB. */
const bodySteps = [
  ["0 B", 0],
  ["100 kB", 1],
  ["1 MB", 10],
  ["10 MB", 100],
  ["100 MB", 1_000],
];

function bodies(of) {
  const points = bodySteps.map(([label, units]) => ({
    label,
    units,
    ...of("scale", `body of ${label}: AsyncSession`),
  }));
  if (points.some(({ micros }) => micros === undefined)) return undefined;
  const slopes = points.slice(1).map(({ label, units, micros }, index) => {
    const before = points[index];
    return `${number((micros - before.micros) / (units - before.units))} µs up to ${label}`;
  });
  const huge = points.at(-1).megabytes;
  return `**Body**: ${number(points[0].micros)} µs for a request without one; each 100 kB more cost ${slopes.join(", ")}. What comes is copied once, into one piece of memory, so the line is straight until memory itself is the limit. With bodies of 100 MB, 4 at once, the process reaches ${number(huge)} MB: a body in memory is held whole. \`download\` holds none of it.`;
}

function cookies(of) {
  const [none, most] = ["0", "50"].map((count) => of("scale", `${count} cookies: AsyncSession`).micros);
  if (none === undefined || most === undefined) return undefined;
  return `**Cookies**: none ${number(none)} µs, 50 of them ${number(most)} µs. The header is put together when a cookie changes, not for each request; what remains is sending it.`;
}

function callers(of) {
  const counts = ["1,000", "10,000", "30,000"];
  const heap = counts.map((count) => of("refresh", `${count} callers`).heapPerCaller);
  if (heap[1] === undefined) return undefined;
  return `**Callers waiting on one refresh** ${counts.join(" / ")}: ${heap.map((value) => number(value)).join(" / ")} bytes of heap each, and ${number(of("refresh", "10,000 callers").tokenRequests)} token request.`;
}

function pages(of) {
  const [few, many, hand] = ["paginate, 10 pages", "paginate, as it is", "one page after the other"].map((label) =>
    of("pages", label),
  );
  if (many.milliseconds === undefined) return undefined;
  return `**Pages**: 10 take ${number(few.milliseconds)} ms, 100 take ${number(many.milliseconds)} ms, and one after the other ${number(hand.milliseconds)} ms. Asking ahead hides the server's latency; what is left is reading ${number(many.micros)} µs of JSON and rows for each page.`;
}
