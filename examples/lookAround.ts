/**
 * A loop as in a notebook: look, change a line, run it again. The token and the images are kept on disk, so a second run
 * asks for what is new and nothing else. Each line also works on its own in `node`'s console, because nothing awaits.
 */
import { HeliosSession } from "@latchkey/helios";

using session = HeliosSession.start();

for (const state of ["Colorado", "Virginia"]) {
  const { results, total } = session.observations.index({
    state,
    time_min: "2018-01-10T18:00Z",
    time_max: "2018-01-10T18:04Z",
    sensors: { road_weather: { data: { min: 6 } } },
    limit: 5,
  });
  console.log(`${state}: wet or icy roads in ${total} observations`);
  for (const { time, city, sensors } of results) console.log(time, city, sensors);
  const { images, failed } = session.observations.preview([...results].slice(0, 2), { outDir: `previews/${state}` });
  for (const { file, status } of images) console.log(status, file);
  for (const { input, error } of failed) console.error(input, error.message);
}
