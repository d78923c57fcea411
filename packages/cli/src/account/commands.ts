import { Argument, type Command, Option } from "commander";
import { branch, type Commands, leaf } from "../command/leaf.ts";
import type { Jobs } from "../job/runJobs.ts";

/** Commands about who is signed in, where. */
export const accountCommands: Commands = {
  login: loginCommand,
  logout: logoutCommand,
  whoami: whoamiCommand,
  status: statusCommand,
  profile: profileCommand,
};

function store(): Option {
  return new Option("--store <where>", "where to keep the session (or LATCHKEY_STORE)").choices([
    "auto",
    "file",
    "keychain",
    "memory",
  ]);
}

function loginCommand(jobs: Jobs): Command {
  const login = branch("login", "Sign in, and keep the session for the commands that follow", [
    ["latchkey login keystone --url http://localhost:8000", "asks for the user name and the password"],
    ["latchkey login helios", "asks for the client id and its secret"],
  ]);
  login.addCommand(
    leaf(jobs, {
      name: "keystone",
      summary: "Sign in to a Keystone server",
      about:
        "Sign in to a Keystone server and keep the session. The password is asked for, piped in, or taken from " +
        "KEYSTONE_PASSWORD; never an argument, which every user of this machine could read.",
      examples: [
        ["latchkey login keystone --url http://localhost:8000", "asks for the rest"],
        ["pass hpc | latchkey login keystone --username ada --password-stdin", "for scripts"],
        ["latchkey login keystone --profile test --store file", "a second account, in a file"],
      ],
      load: async () => (await import("./runLoginKeystone.ts")).runLoginKeystone,
    })
      .option("--url <url>", "address of the server (or KEYSTONE_URL)")
      .option("--username <name>", "who signs in (or KEYSTONE_USERNAME)")
      .option("--password-stdin", "read the password from standard input")
      .addOption(
        new Option("--token-stdin", "read a service's API token instead").conflicts(["passwordStdin", "username"]),
      )
      .addOption(store()),
  );
  login.addCommand(
    leaf(jobs, {
      name: "helios",
      summary: "Sign in to Helios with a client id and its secret",
      about:
        "Get a token from Helios, and keep it with the client's id and secret. The secret is asked for, piped in, or " +
        "taken from helios_client_secret; never an argument.",
      examples: [
        ["latchkey login helios", "asks for the client id and its secret"],
        ["pass helios | latchkey login helios --client-id my-app --secret-stdin", "for scripts"],
      ],
      load: async () => (await import("./runLoginHelios.ts")).runLoginHelios,
    })
      .option("--url <url>", "address of the API with its version (or helios_api_url)")
      .option("--client-id <id>", "the client (or helios_client_id)")
      .option("--secret-stdin", "read the client's secret from standard input")
      .addOption(store()),
  );
  return login;
}

function service(): Argument {
  return new Argument("[service]", "which service").choices(["keystone", "helios"]);
}

function logoutCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "logout",
    summary: "Sign out, and remove what was kept",
    about: "Sign out of one service or of both. What was kept is removed even when the server cannot be told.",
    examples: [
      ["latchkey logout", "all that the profile knows"],
      ["latchkey logout helios --profile test", "one service of one profile"],
    ],
    load: async () => (await import("./runLogout.ts")).runLogout,
  }).addArgument(service());
}

function whoamiCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "whoami",
    summary: "Ask the server who is signed in",
    about: "Ask the server who is signed in. Nobody is an error with exit code 4.",
    examples: [
      ["latchkey whoami", "the user of the profile"],
      ["latchkey whoami --json --columns username,is_staff", "for scripts"],
    ],
    load: async () => (await import("./runWhoami.ts")).runWhoami,
  })
    .addArgument(service())
    .option("--url <url>", "another server than the profile's");
}

function statusCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "status",
    summary: "Show who is signed in where, in which store, until when",
    examples: [
      ["latchkey status", "every profile"],
      ["latchkey status --active --json", "the one in use, for scripts"],
    ],
    load: async () => (await import("./runStatus.ts")).runStatus,
  })
    .option("--active", "only the profile in use")
    .option("--offline", "do not ask the servers");
}

function profileCommand(jobs: Jobs): Command {
  const profile = branch("profile", "List, choose and remove profiles", [
    ["latchkey profile use test", "commands use the profile test from now on"],
  ]);
  const load = async () => await import("./runProfile.ts");
  profile.addCommand(
    leaf(jobs, {
      name: "list",
      summary: "List the profiles",
      examples: [["latchkey profile list --json", "for scripts"]],
      load: async () => (await load()).runProfileList,
    }),
  );
  profile.addCommand(
    leaf(jobs, {
      name: "use",
      summary: "Choose the profile that commands use",
      examples: [["latchkey profile use test", "instead of default"]],
      load: async () => (await load()).runProfileUse,
    }).argument("<name>", "a profile"),
  );
  profile.addCommand(
    leaf(jobs, {
      name: "remove",
      summary: "Forget a profile and all that it keeps",
      examples: [["latchkey profile remove test", "its sessions are not ended on the server"]],
      load: async () => (await load()).runProfileRemove,
    }).argument("<name>", "a profile"),
  );
  return profile;
}
