// A process that writes until it is killed: makes teams one by one, and tells its parent of each that was answered.
import { startKeystone } from "../keystone/startKeystone.ts";

const [data = "", prefix = "team"] = process.argv.slice(2);
const box = await startKeystone({ data, throttle: false });
const Authorization = `Token ${await box.createToken("admin")}`;
for (let i = 0; ; i++) {
  const name = `${prefix} ${i}`;
  const reply = await fetch(`${box.url}/users/teams/`, {
    method: "POST",
    headers: { Authorization, "Content-Type": "application/json" },
    body: JSON.stringify({ name }),
  });
  if (reply.status === 201) process.send?.(name);
}
