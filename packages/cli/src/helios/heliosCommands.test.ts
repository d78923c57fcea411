import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDesk, PROGRAM, runCommand } from "../testbed/latchkey.ts";

const CAMERA = "TL-15939";
const HOUR = ["--from", "2018-01-01T12:00Z", "--to", "2018-01-01T13:00Z"];
const desk = openDesk();
const images = join(desk.home, "images");
let box: HeliosBox;

beforeAll(async () => {
  box = await startHelios({ seed: 1, throttle: false });
  const login = ["login", "helios", "--url", box.url, "--client-id", "sandbox", "--secret-stdin"];
  expect(await desk.run(login, { input: "sandbox-secret" })).toMatchObject({ status: 0 });
});

afterAll(() => box.close());

async function json(args: readonly string[]): Promise<unknown> {
  const ended = await desk.run([...args, "--json"]);
  expect(ended).toMatchObject({ status: 0 });
  return JSON.parse(ended.stdout);
}

describe("helios searches", () => {
  test("find cameras by place, as rows", async () => {
    const cameras = await json(["helios", "cameras", "--state", "Ohio,Iowa", "--limit", "150"]);
    const states = new Set(Object(cameras).map(({ state }: { state: string }) => state));
    expect(states).toEqual(new Set(["Ohio", "Iowa"]));
    const near = await desk.run(["helios", "cameras", "--near", "40.75,-73.99,2mi", "--limit", "3"]);
    expect(near.stdout).toMatch(/^id +description +city +state +direction +lon +lat\n/);
  });

  test.each(["40.75", ",,25mi", "40.75,,2mi", " ,-73.99,2mi", "40.75,-73.99,", "a,b,2mi"])(
    "refuse %j as a place",
    async (near) => {
      expect(await desk.run(["helios", "cameras", "--near", near])).toMatchObject({ status: 2, stdout: "" });
    },
  );

  test.each([
    [["observations", "--from", "yesterday"], /^Error: --from must be an ISO 8601 time .*, not "yesterday"\.$/m],
    [["observations", "--to", "soon"], /^Error: --to must be /m],
    [["collections", "--from", "soon"], /^Error: --from must be /m],
    [["collections", "--to", "soon"], /^Error: --to must be /m],
    [["images", CAMERA, "--from", "soon", "--out", images], /^Error: --from must be /m],
    [["images", CAMERA, "--from", "2018-01-01", "--to", "soon", "--out", images], /^Error: --to must be /m],
    [
      ["images", CAMERA, "--from", "2018-01-02", "--to", "2018-01-01", "--out", images],
      /^Error: --to \("2018-01-01"\) is before --from \("2018-01-02"\)\.$/m,
    ],
    [
      ["observations", "--from", "2018-01-02", "--to", "2018-01-01"],
      /^Error: --to \("2018-01-01"\) is before --from \("2018-01-02"\)\.$/m,
    ],
    [["collections", "--from", "2019", "--to", "2018"], /^Error: --to \("2018"\) is before --from \("2019"\)\.$/m],
    [["cameras", "--bbox", "wide"], /^Error: --bbox must be .*, not "wide"\.\nHint: For example -77\.5,42\.7,/m],
    [["cameras", "--country", ""], /^Error: --country must be /m],
    [["cameras", "--query", ""], /^Error: --query must be /m],
    [["alerts", "--event", ""], /^Error: --event must be /m],
    [["cameras", "--near", "95,1,2mi"], /^Error: the latitude of --near must be .*, not 95\.$/m],
    [["cameras", "--near", "1,195,2mi"], /^Error: the longitude of --near must be .*, not 195\.$/m],
    [["cameras", "--near", "1,2,far"], /^Error: the radius of --near must be .*, not "far"\.$/m],
    [["cameras", "--near", "a,b,2mi"], /^Error: --near must be latitude, longitude and radius, not "a,b,2mi"\.$/m],
    [["cameras", "--url", "nowhere"], /^Error: --url must be /m],
    [["cameras", "--geojson", "--columns", "id"], /^Error: --columns does nothing with --geojson/m],
    [["cameras", "--param", "limit=3"], /^Error: --param limit has a flag of its own\.$/m],
  ])("tell of the flag that was typed: %j", async (args, told) => {
    expect(await desk.run(["helios", ...args])).toMatchObject({ status: 2, stderr: expect.stringMatching(told) });
  });

  test("write the heading of CSV above nothing, too", async () => {
    const { stdout } = await desk.run(["helios", "cameras", "--csv", "--state", "Nowhere"]);
    expect(stdout).toBe("id,description,city,state,direction,lon,lat\r\n");
  });

  test("take every list of a flag that is repeated", async () => {
    const args = ["helios", "cameras", "--limit", "1", "--state", "New York", "--state", "Ohio,Texas"];
    expect(await desk.run(args)).toMatchObject({ status: 0 });
    const asked = (await box.requests()).findLast(({ path }) => path === "/v1/cameras");
    expect(asked?.query).toMatchObject({ state: "New York,Ohio,Texas" });
  });

  test("send every value of a parameter that is repeated", async () => {
    for (const api of ["cameras", "collections"]) {
      const params = ["--param", "tags=rain", "--param", "tags=snow", "--param", "other=a,b"];
      expect(await desk.run(["helios", api, "--limit", "1", ...params])).toMatchObject({ status: 0 });
      const asked = (await box.requests()).findLast(({ path }) => path === `/v1/${api}`);
      expect(asked?.query).toMatchObject({ tags: "rain,snow", other: "a,b" });
    }
  });

  test("write GeoJSON and CSV", async () => {
    const geojson = await desk.run(["helios", "cameras", "--state", "Ohio", "--limit", "2", "--geojson"]);
    expect(JSON.parse(geojson.stdout)).toMatchObject({
      type: "FeatureCollection",
      features: [{ type: "Feature" }, {}],
    });
    const csv = await desk.run(["helios", "cameras", "--state", "Ohio", "--limit", "2", "--csv"]);
    expect(csv.stdout.split("\r\n")).toHaveLength(4);
    expect(csv.stdout).toMatch(/^id,country,state,/);
    const both = await desk.run(["helios", "cameras", "--csv", "--geojson"]);
    expect(both).toMatchObject({ status: 2, stdout: "" });
  });

  test("find observations by sensor and time", async () => {
    const args = ["helios", "observations", "--from", "2018-01-10T18:00Z", "--to", "2018-01-10T18:09Z"];
    const found = Object(await json([...args, "--sensor", "road_weather[data][min]=6", "--limit", "5"]));
    for (const { road_weather, time } of found) {
      expect(road_weather).toBeGreaterThanOrEqual(6);
      expect(time).toBe("2018-01-10T18:00:00.000Z");
    }
    expect(found.length).toBeGreaterThan(0);
    expect(await desk.run([...args, "--sensor", "broken[=1"])).toMatchObject({ status: 2 });
  });

  test("find alerts and collections", async () => {
    const alerts = Object(await json(["helios", "alerts", "--limit", "2"]));
    expect(alerts.length).toBeGreaterThan(0);
    expect(alerts[0]).toHaveProperty("event");
    expect(await json(["helios", "collections"])).toEqual([]);
  });

  test("tell of pages that are missing, with exit code 3", async () => {
    await box.fault({ kind: "status", status: 400, after: 1, match: { path: "/v1/cameras" } });
    const ended = await desk.run(["helios", "cameras", "--limit", "200"]);
    await box.clearFaults();
    expect(ended).toMatchObject({ status: 3, stderr: expect.stringContaining("A page is missing") });
    expect(ended.stdout.split("\n").length).toBeGreaterThan(90);
  });
});

describe("helios images", () => {
  const fetch = ["helios", "images", CAMERA, ...HOUR, "--out", images];

  test("saves a camera's images, and keeps what is there", async () => {
    const saved = Object(await json(fetch));
    expect(saved).toHaveLength(7);
    expect(readdirSync(images)).toHaveLength(7);
    for (const { file, bytes, status } of saved) {
      expect(status).toBe("saved");
      expect(statSync(file).size).toBe(bytes);
    }
    const again = await desk.run(fetch);
    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining("7 kept") });
  });

  test("names what failed, goes on with the rest, and says how to go on: exit code 3", async () => {
    const out = join(desk.home, "partial");
    await box.faultImages({ kind: "status", status: 404, times: 2 });
    const args = ["helios", "images", CAMERA, ...HOUR, "--out", out];
    const ended = await desk.run(args);
    expect(ended).toMatchObject({ status: 3, stdout: "" });
    expect(ended.stderr).toContain("2 failed");
    expect(ended.stderr).toContain(`To go on where this stopped: latchkey helios images ${CAMERA}`);
    expect(readdirSync(out)).toHaveLength(5);
    expect(await desk.run(args)).toMatchObject({ status: 0, stderr: expect.stringContaining("2 saved") });
  });

  test("stops at Ctrl-C: what was saved is whole, and the same command goes on", async () => {
    const out = join(desk.home, "interrupted");
    await box.faultImages({ kind: "stall", after: 3, times: Number.POSITIVE_INFINITY });
    const args = ["helios", "images", CAMERA, ...HOUR, "--out", out, "--concurrency", "1", "--ndjson"];
    const before = (await box.imageRequests()).length;
    const ended = await desk.run(args, {
      async onStart(kill) {
        // Three are on disk when the fourth is asked for.
        await vi.waitUntil(async () => (await box.imageRequests()).length === before + 4, { timeout: 20_000 });
        kill("SIGINT");
      },
    });
    await box.clearFaults();
    expect(ended.status).toBe(130);
    expect(ended.stdout.trimEnd().split("\n")).toHaveLength(3);
    expect(ended.stderr).toMatch(/3 of 7 images in .*: 3 saved/);
    expect(ended.stderr).toContain("To go on where this stopped: latchkey helios images");
    for (const name of readWhole(out)) await sharp(join(out, name), { failOn: "truncated" }).raw().toBuffer();
    expect(await desk.run(args)).toMatchObject({ status: 0 });
    expect(readWhole(out)).toHaveLength(7);
  });

  test("refuses times that are none", async () => {
    const args = ["helios", "images", CAMERA, "--from", "yesterday", "--out", images];
    expect(await desk.run(args)).toMatchObject({ status: 2, stdout: "" });
  });
});

function readWhole(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith(".jpg") && !name.startsWith("."));
  } catch {
    return [];
  }
}

describe("pictures", () => {
  test("a contact sheet has room for all images", async () => {
    const out = join(desk.home, "sheet.jpg");
    const made = await json(["helios", "contact-sheet", images, "--out", out, "--across", "4", "--width", "800"]);
    expect(made).toMatchObject({ file: out, width: 800 });
    expect(await sharp(out).metadata()).toMatchObject({ format: "jpeg", width: 800 });
  });

  test("a film has a frame for each image, in order, at the pace that was asked for", async () => {
    const out = join(desk.home, "film.webp");
    const made = await json(["helios", "timelapse", images, "--out", out, "--fps", "4", "--width", "160"]);
    expect(made).toMatchObject({ frames: 7, width: 160, height: 120 });
    const { pages, pageHeight, delay } = await sharp(out, { animated: true }).metadata();
    expect({ pages, pageHeight, delay }).toEqual({ pages: 7, pageHeight: 120, delay: Array(7).fill(250) });
    const [first = ""] = readdirSync(images).toSorted();
    expect(await difference(join(images, first), out, 0)).toBeLessThan(8);
    expect(await difference(join(images, first), out, 6)).toBeGreaterThan(8);
  });

  /** Mean difference of brightness between an image and a frame of a film. */
  async function difference(image: string, film: string, page: number): Promise<number> {
    const small = (input: Sharp) => input.resize(32, 24, { fit: "fill" }).greyscale().raw().toBuffer();
    const [a, b] = await Promise.all([small(sharp(image)), small(sharp(film, { page }))]);
    return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
  }

  test.each([
    [["contact-sheet", "none", "--out", "x.jpg"], /cannot be read \(ENOENT\)/],
    [["contact-sheet", ".", "--out", "x.gif"], /\.jpg|no images/],
    [["timelapse", "empty", "--out", "x.webp"], /no images in/],
    [["timelapse", "empty", "--out", "x.gif"], /must end in \.webp/],
    [["map", "--out", "x.png"], /\.html or \.svg/],
    [["map", "--out", "x.svg", "--at", "noon"], /must be a time/],
    [["map", "--out", "x.svg", "--at", "5"], /must be a time.*\nHint: Without a zone it is UTC/],
    [["contact-sheet", ".", "--out", "x.jpg", "--url", "http://127.0.0.1:1"], /Unknown option '--url'/],
    [["timelapse", ".", "--out", "x.webp", "--url", "http://127.0.0.1:1"], /Unknown option '--url'/],
  ])("helios %j is refused", async (args, message) => {
    mkdirSync(join(desk.home, "empty"), { recursive: true });
    const paths = args.map((word) => (word === "empty" ? join(desk.home, "empty") : word));
    const ended = await desk.run(["helios", ...paths]);
    expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(message) });
  });

  test.each([
    ["contact-sheet", "sheet.jpg"],
    ["timelapse", "film.webp"],
    ["map", "map.svg"],
  ])("%s says before it begins that its file cannot be where it should, and fetches nothing", async (name, file) => {
    const source = name === "map" ? [] : [images];
    const before = (await box.requests()).length;
    const missing = join(desk.home, "nowhere", file);
    const ended = await desk.run(["helios", name, ...source, "--out", missing]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toBe(
      `Error: --out: ${missing} cannot be written (ENOENT).\nHint: Check that ${dirname(missing)} is a directory, and who may write there.\n`,
    );
    const folder = join(desk.home, "folder", file);
    mkdirSync(folder, { recursive: true });
    const taken = await desk.run(["helios", name, ...source, "--out", folder]);
    expect(taken).toMatchObject({ status: 2, stdout: "" });
    expect(taken.stderr).toContain(`Error: --out: ${folder} is no file.\n`);
    expect((await box.requests()).length).toBe(before);
  });

  test.skipIf(process.platform === "win32")(
    "a film that cannot be written is told of in one line, and no part of it stays",
    async () => {
      const out = join(desk.home, "films");
      mkdirSync(out);
      // No file may grow beyond 8 KiB.
      const command = ["helios", "timelapse", images, "--out", join(out, "film.webp")]
        .map((word) => `'${word}'`)
        .join(" ");
      const script = `ulimit -f 8; exec '${process.execPath}' '${PROGRAM}' ${command}`;
      const { status, stdout, stderr } = await runCommand("bash", ["-c", script], { env: desk.env });
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toBe(
        `Error: Could not write ${join(out, "film.webp")} (EFBIG).\nHint: The file is larger than the system allows.\n`,
      );
      expect(readdirSync(out)).toEqual([]);
    },
  );

  test("an image that is none is an error that names it", async () => {
    const bad = join(desk.home, "bad");
    mkdirSync(bad);
    for (const name of ["a.jpg", "b.jpg"]) writeFileSync(join(bad, name), "no image");
    const ended = await desk.run(["helios", "timelapse", bad, "--out", join(desk.home, "bad.webp")]);
    expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining("a.jpg is no image") });
  });

  test("a map shows the cameras with what they see, and needs nothing else", async () => {
    const out = join(desk.home, "map.html");
    const args = ["helios", "map", "--state", "New York", "--at", "2018-01-10T18:05Z", "--out", out];
    const made = Object(await json(args));
    const html = readFileSync(out, "utf8");
    expect(html.match(/<circle class="mark"/g)).toHaveLength(made.cameras);
    expect(html).toContain("<title>5 Ave at 34 St\nNew York, New York · TL-15939\n");
    expect(html).toContain("2018-01-10T18:00:00.000Z</title>");
    expect(html).not.toMatch(/\b(?:src|href)=|@import|url\(/);
    const svg = join(desk.home, "map.svg");
    const noon = ["helios", "map", "--limit", "50", "--at", "2018-01-10T12:00", "--out", svg];
    expect(await desk.run(noon, { env: { TZ: "America/New_York" } })).toMatchObject({ status: 0 });
    expect(readFileSync(svg, "utf8")).toContain("2018-01-10 12:00 UTC");
    const { data } = await sharp(svg).raw().toBuffer({ resolveWithObject: true });
    expect(new Set(data).size).toBeGreaterThan(20);
  });
});
