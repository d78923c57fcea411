/** A script: every grant of the server as CSV on stdout, however many pages they are. `node grantsToCsv.ts > grants.csv` */
import { KeystoneClient } from "@latchkey/keystone";

const {
  KEYSTONE_URL: url = "http://localhost:8000",
  KEYSTONE_USERNAME: username = "admin",
  KEYSTONE_PASSWORD: password = "quickstart",
} = process.env;

const cell = (value: string | number | null): string => `"${`${value ?? ""}`.replaceAll(`"`, `""`)}"`;

using client = new KeystoneClient({ url });
client.login({ username, password });
console.log("id,title,agency,amount,team");
for (const grant of client.paginate("research/grants", { params: { _order: "-amount" } })) {
  console.log([grant.id, grant.title, grant.agency, grant.amount, grant._team.name].map(cell).join(","));
}
client.logout();
