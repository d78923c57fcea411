import { type Command, Option } from "commander";
import { commaList, integer, pair } from "../command/globalOptions.ts";
import { branch, type Example, leaf } from "../command/leaf.ts";
import { addQueue } from "../fleet/fleetOptions.ts";
import type { Runner } from "../job/job.ts";
import type { Jobs } from "../job/runJobs.ts";
import type { SearchCommandOptions } from "./searchOptions.ts";

/** Commands that talk to Helios, and those that make pictures of what it sent. */
export function heliosCommand(jobs: Jobs): Command {
  const helios = branch("helios", "Weather cameras: search, images, maps", [
    ["latchkey helios cameras --state 'New York'", "cameras of a state"],
    ["latchkey helios images CAMERA --from 2018-01-01 --to 2018-01-02 --out images", "a day of one camera"],
  ]);
  const commands = [
    ...searchCommands(jobs).map(withUrl),
    withUrl(imagesCommand(jobs)),
    contactSheetCommand(jobs),
    timelapseCommand(jobs),
    withUrl(mapCommand(jobs)),
  ];
  for (const command of commands) helios.addCommand(command);
  return helios;
}

/** What asks the API may ask another one. */
function withUrl(command: Command): Command {
  return command.option("--url <url>", "another API than the profile's");
}

type SearchModule = typeof import("./runSearch.ts");

function searchCommands(jobs: Jobs): readonly Command[] {
  const search = (
    name: string,
    summary: string,
    pick: (module: SearchModule) => Runner<SearchCommandOptions>,
    examples: readonly Example[],
  ): Command => {
    const load = async (): Promise<Runner<SearchCommandOptions>> => pick(await import("./runSearch.ts"));
    return leaf<SearchCommandOptions>(jobs, { name, summary, examples, load })
      .option("--query <text>", "text to look for")
      .option("--limit <results>", "at most so many", integer(0, 1_000_000_000))
      .option("--param <name=value>", "any other parameter of the API; may be repeated", pair)
      .option("--geojson", "write a GeoJSON FeatureCollection")
      .option("--csv", "write CSV")
      .option("--concurrency <requests>", "requests at once", integer(1, 65_535));
  };
  return [
    withPlace(
      search("alerts", "Search weather alerts", (module) => module.runAlerts, [
        ["latchkey helios alerts --state Louisiana --event 'Tornado Warning'", "by state and event"],
        ["latchkey helios alerts --geojson > alerts.geojson", "for maps"],
      ]),
    ).option("--event <names>", "for example 'Tornado Warning'"),
    withPlace(
      search("cameras", "Search cameras", (module) => module.runCameras, [
        ["latchkey helios cameras --state 'New York' --limit 10", "the first ten of a state"],
        ["latchkey helios cameras --near 42.65,-73.75,25mi --csv", "around a place"],
      ]),
    ).option("--city <names>", "in these cities, separated by commas", commaList),
    withPlace(
      search("observations", "Search what the cameras see", (module) => module.runObservations, [
        ["latchkey helios observations --state Georgia --sensor 'visibility[data][max]=0.2'", "poor visibility"],
        ["latchkey helios observations --from 2018-02-10T18:00Z --to 2018-02-10T18:15Z --csv", "at a time"],
      ]),
    )
      .option("--city <names>", "in these cities, separated by commas", commaList)
      .option("--from <time>", "from then on, ISO 8601; without a zone it is UTC")
      .option("--to <time>", "until then")
      .option("--sensor <name=value>", "what a sensor must report; may be repeated", pair),
    search("collections", "Search your collections of images", (module) => module.runCollections, [
      ["latchkey helios collections --sort name", "by name"],
    ])
      .option("--from <time>", "made then or later")
      .option("--to <time>", "made then or before")
      .addOption(new Option("--sort <field>", "what to sort by").choices(["name", "created_at", "updated_at"])),
  ];
}

function withPlace(command: Command): Command {
  return command
    .option("--state <names>", "in these states, separated by commas", commaList)
    .option("--country <name>", "in this country")
    .option("--bbox <west,south,east,north>", "in this box, in degrees")
    .option("--near <lat,lon,radius>", "around a place: 42.65,-73.75,25mi");
}

function imagesCommand(jobs: Jobs): Command {
  const images = leaf(jobs, {
    name: "images",
    summary: "Save a camera's images",
    about:
      "Save the images of a camera between two times to a directory. Each is complete or not there; what is there " +
      "already is kept, so the same command goes on where it was interrupted. Exit code 3 when some failed.",
    examples: [
      ["latchkey helios images VADOT-85975 --from 2018-01-01 --to 2018-01-02 --out images", "a day"],
      ["latchkey helios images VADOT-85975 --from 2018-01-01T12:00Z --out images --ndjson", "one line for each file"],
      ["latchkey helios images VADOT-85975 --from 2018 --to 2019 --out /shared --queue redis://r:6379", "by a fleet"],
    ],
    load: async () => (await import("./runImages.ts")).runImages,
  })
    .argument("<camera>", "its id")
    .requiredOption("--from <time>", "from then on, ISO 8601; without a zone it is UTC")
    .option("--to <time>", "until then; without it, the next 500 images at most")
    .requiredOption("--out <directory>", "where to save them; made where it is missing")
    .addOption(
      new Option("--existing <what>", "what to do about files that are there")
        .choices(["keep", "replace", "error"])
        .default("keep"),
    )
    .option("--concurrency <images>", "images at once", integer(1, 65_535));
  return addQueue(images);
}

function contactSheetCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "contact-sheet",
    summary: "Put the images of a directory side by side into one picture",
    examples: [["latchkey helios contact-sheet images --out sheet.jpg --across 6", "six in a row"]],
    load: async () => (await import("./runContactSheet.ts")).runContactSheet,
  })
    .argument("<directory>", "what helios images has filled")
    .requiredOption("--out <file>", "the picture: .jpg, .png or .webp")
    .option("--across <pictures>", "pictures in a row", integer(1, 1_000))
    .option("--width <pixels>", "width of the whole picture", integer(100, 16_000));
}

function timelapseCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "timelapse",
    summary: "Make a film of the images of a directory (animated WebP)",
    examples: [["latchkey helios timelapse images --out day.webp --fps 12", "twelve images a second"]],
    load: async () => (await import("./runTimelapse.ts")).runTimelapse,
  })
    .argument("<directory>", "what helios images has filled")
    .requiredOption("--out <file>", "the film: .webp")
    .option("--fps <frames>", "images a second", integer(1, 50), 8)
    .option("--width <pixels>", "width of the film", integer(16, 4_096), 480);
}

function mapCommand(jobs: Jobs): Command {
  const map = leaf(jobs, {
    name: "map",
    summary: "Draw cameras, what they see, and alerts on a map of the United States",
    about:
      "Draw cameras, coloured by what they saw last, and alerts on a map of the United States, as an SVG image or as " +
      "one HTML file. Hover over a mark for its details. The file needs no network.",
    examples: [
      ["latchkey helios map --state 'New York' --out map.html", "one state"],
      ["latchkey helios map --at 2018-02-10T18:00Z --out map.svg", "another time"],
    ],
    load: async () => (await import("./runMap.ts")).runMap,
  })
    .requiredOption("--out <file>", "the map: .html or .svg")
    .option("--at <time>", "what was seen then, ISO 8601; without a zone it is UTC. Default now")
    .option("--limit <cameras>", "at most so many cameras", integer(0, 1_000_000))
    .option("--event <names>", "alerts of this event only");
  return withPlace(map);
}
