// What of the suite is not run on a runtime, and why. `files` are paths of compiled tests, `tests` parts of full names.

const NODE_TEST = {
  tests: ["runs between the hooks of node:test", "what the documents show 'packages/sandbox/README.md:"],
  why: "its node:test works within its own test command only",
};

const ADOPTED = "hands connections that it has looked at to a server of node:http(s)";

const FOR_NODE = {
  files: [
    "checks/dist/packaging/bundledForNode.test.js",
    "checks/dist/benchLayers.test.js",
    "checks/dist/realms.test.js",
  ],
  why: "the programs there are bundled for Node, measure it, or run in its vm contexts",
};

const AS_STREAMS = "its connections are read as streams";

export const leftOut = {
  bun: [
    NODE_TEST,
    FOR_NODE,
    {
      tests: [
        "S1: an impostor's certificate",
        "S2: a token endpoint that answers",
        "S8: verifySsl and tls hold",
        "meets nothing is said to a TLS client",
        "meets an expired certificate",
        "meets another host's certificate",
        "meets a certificate that nobody vouches for",
        "no error, log, output or temporary file of any operation in any fault shows a secret",
      ],
      why: `the tests' own TLS server ${ADOPTED}, which Bun's ignores (TLS itself is tested otherwise)`,
    },
    {
      tests: [
        "loses nothing where the system gives few",
        "reports sockets that the system does not give",
        "T54: with more",
      ],
      why: "it says ECONNREFUSED where the system has no more files: what lacks one cannot be told from a server that is away",
    },
    {
      tests: ["multipart bodies every kind of file", "multipart bodies the platform's parser"],
      why: "its form parser, by which these judge, changes names and types",
    },
    {
      tests: ["works with Node's own client at first", "goes on with Node's own client where there is no undici"],
      why: "it works with undici from the first exchange on",
    },
    {
      tests: [
        "legacy file",
        "the very first names are read",
        "where nobody chose the directory",
        "a HOME that is no absolute path",
      ],
      why: "it reads HOME once, when it starts",
    },
    {
      files: ["trust/dist/matrix/commandMatrix.test.js"],
      tests: ["C18: importing the package touches no file"],
      why: "it puts files of its own into the home that they look at",
    },
    {
      files: ["packages/cli/dist/fleet/withoutFleet.test.js", "packages/cli/dist/job/startUp.test.js"],
      why: "they watch over imports with hooks of Node's that it does not have",
    },
    { tests: ["a session of one's own gets a pass"], why: "its console shows values in other words" },
    { tests: ["which Node cannot read in another thread"], why: "it can" },
    { tests: ["with Node's permissions"], why: "it has none" },
    { tests: ["the storage host is another origin"], why: "its fetch hides the length that a HEAD tells" },
    { tests: ["a taken port is reported"], why: "it has no code for a port that is taken" },
    {
      tests: ["no collection of young memory has to keep", "who waits for a credential that another call gets holds"],
      why: "its engine neither tells young memory from old nor collects when V8's flag asks for it",
    },
    { tests: ["leaves nothing of a small file to the disk's threads"], why: "its hooks tell of no asynchronous work" },
    { tests: ["reads what comes where it lies"], why: AS_STREAMS },
  ],
  deno: [
    NODE_TEST,
    FOR_NODE,
    {
      files: [
        "packages/session/dist/transports/afterwards.test.js",
        "packages/session/dist/transports/clients/clientChoice.test.js",
        "checks/dist/processes.test.js",
        "packages/keystone/dist/pages/longLists.test.js",
        "packages/cli/dist/job/startUp.test.js",
      ],
      tests: ["modes with umask", "C18: importing the package touches no file"],
      why: "they run programs with options of Node's that Deno does not have",
    },
    {
      files: [
        "trust/dist/matrix/faultMatrix.test.js",
        "trust/dist/matrix/commandMatrix.test.js",
        "trust/dist/secrets/otherOrigins.test.js",
        "trust/dist/secrets/leaks.test.js",
        "trust/dist/soak/soak.test.js",
      ],
      tests: ["a gigabyte of compressed zeros"],
      why: `the proxy that makes the faults ${ADOPTED}, which Deno's loses at times`,
    },
    {
      files: [
        "packages/cli/dist/terminal/atTerminal.test.js",
        "packages/cli/dist/job/interrupts.test.js",
        "packages/cli/dist/walk.test.js",
        "packages/cli/dist/fleet/queuedImages.test.js",
        "packages/cli/dist/fleet/withoutFleet.test.js",
      ],
      tests: ["stops at Ctrl-C", "'examples/teamService.ts' serves, and stops when told"],
      why: "under Deno the command line ends at Ctrl-C with 143 and does not hear a terminal: it is a program for Node",
    },
    {
      files: ["packages/cli/dist/completion/completion.test.js"],
      tests: ["fails where its version cannot be written", "a film that cannot be written"],
      why: "a shell starts the command line there, without the permissions that Deno's own child processes get",
    },
    {
      files: ["packages/redis/dist/client/redisLink.test.js"],
      tests: ["suspended and woken"],
      why: "they suspend a process and wake it, which Deno's child processes do not survive",
    },
    { tests: ["multipart bodies the platform's parser"], why: "its form parser, by which these judge, changes names" },
    { tests: ["a session of one's own gets a pass"], why: "its console shows values in other words" },
    { tests: ["leaves nothing of a small file to the disk's threads"], why: "its hooks tell of no asynchronous work" },
    { tests: ["reads what comes where it lies"], why: AS_STREAMS },
    { tests: ["a call of the blocking twin"], why: "its threads' messages go past the method that these count" },
    {
      tests: [
        "an exchange of the 'blocking' twin returns an answer that comes during the upload",
        "an exchange of the 'blocking' twin hears the answer of a server that refuses an upload",
      ],
      why: "the I/O thread sends some 1 MB in a second there: more than 10 MB end in a TransportError of code worker",
    },
    {
      tests: ["asks for all else that was to leave together with input that is no data"],
      why: "its ports take memory that was to be handed over also where they refuse the message",
    },
    {
      tests: ["one that comes back from its rest and has to wait can be taken back"],
      why: "a connection learns there too late that the other side has closed it, in the same process",
    },
    { tests: ["not when what is coded in br is"], why: "bodies in brotli are not accepted there" },
    {
      tests: ["says that TLS broke where the server wants a certificate"],
      why: "its connections end without an error when the other side says so after the handshake: that is `reset`",
    },
  ],
};

/** Vitest's arguments that leave them out. */
export function excluding(entries = []) {
  const files = entries.flatMap((entry) => entry.files ?? []);
  const tests = entries.flatMap((entry) => entry.tests ?? []);
  const names = tests.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return [
    ...files.map((file) => `--exclude=${file}`),
    ...(names.length === 0 ? [] : [`--testNamePattern=^(?!.*(?:${names.join("|")}))`]),
  ];
}

/** The same as lines of a list, for people. */
export function describeLeftOut() {
  return Object.entries(leftOut).flatMap(([name, entries]) => [
    `${name === "bun" ? "Bun" : "Deno"}:`,
    "",
    ...entries.map(({ files = [], tests = [], why }) => {
      const what = [...files.map((file) => `\`${file}\``), ...tests.map((test) => `"${test}"`)];
      return `- ${what.join(", ")}: ${why}.`;
    }),
    "",
  ]);
}
