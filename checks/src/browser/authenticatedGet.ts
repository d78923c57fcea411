// One authenticated GET: what is measured as the least that an application puts into its bundle.
import { AsyncSession, bearer } from "@latchkey/session";

const session = new AsyncSession({ url: "https://api.example.com", auth: bearer("t0ken") });
console.log((await session.httpGet("things/1")).raiseForStatus().json());
