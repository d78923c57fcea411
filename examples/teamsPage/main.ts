/// <reference lib="dom" />
// A page that signs in and lists teams. Serve it from the API's own host, on any port; docs/reach.md says why.
import { AsyncKeystoneClient, LatchkeyError } from "@latchkey/keystone";

const client = new AsyncKeystoneClient({ url: "http://localhost:8000" });
const status = document.querySelector("[role=status]");
const list = document.querySelector("ul");
const form = document.querySelector("form");

async function showTeams(): Promise<string> {
  const [username = "", password = ""] = [...document.querySelectorAll("input")].map(({ value }) => value);
  const user = await client.login({ username, password });
  list?.replaceChildren();
  for await (const team of client.paginate("users/teams", { params: { _order: "name" } })) {
    const item = document.createElement("li");
    item.textContent = team.name; // text, never markup
    list?.append(item);
  }
  return `Signed in as ${user.username}.`;
}

/** What went wrong, for the reader of the page: the hint says what to do. */
function tell(error: unknown): string {
  return error instanceof LatchkeyError ? `${error.message} ${error.hint ?? ""}` : String(error);
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void showTeams()
    .catch(tell)
    .then((text) => {
      if (status !== null) status.textContent = text;
    });
});
