/** The flags that become options of the libraries with another name. */
const FLAGS: Readonly<Record<string, string>> = {
  apiUrl: "--url",
  bbox: "--bbox",
  country: "--country",
  created_at_max: "--to",
  created_at_min: "--from",
  endTime: "--to",
  event: "--event",
  lat: "the latitude of --near",
  lon: "the longitude of --near",
  out: "--out",
  outDir: "--out",
  q: "--query",
  radius: "the radius of --near",
  startTime: "--from",
  time_max: "--to",
  time_min: "--from",
};

/** What a library says of an option, told of the flag that was typed. */
export function typedMessage(message: string): string {
  return message
    .replace(/^\w+ (\(.*\)) is before \w+ (\(.*\))/, "--to $1 is before --from $2")
    .replace(/^params\._limit cannot be set here: .*/, "--param _limit does nothing here: all pages are read.")
    .replace(/^extra\.(\S+) has an option of its own: .*/, "--param $1 has a flag of its own.")
    .replace(/^\w+(?= (?:must|is|has|ends) )/, (option) =>
      Object.hasOwn(FLAGS, option) ? (FLAGS[option] ?? option) : option,
    );
}
