/** What a stranger's program does with a package: both twins, over real HTTP. `SERVER` is the address of a sandbox. */
export interface ConsumerProgram {
  /** Names that the program imports. */
  readonly names: readonly string[];
  /** TypeScript and JavaScript alike; prints `expected`. */
  readonly body: string;
  readonly expected: string;
}

/** One program for each package, by the name of its folder. */
export const consumerPrograms: Readonly<Record<string, ConsumerProgram>> = {
  session: {
    names: ["AsyncSession", "Session", "UsageError", "work"],
    body: `
      const url = process.env["KEYSTONE"] ?? "";
      const session = new Session({ url });
      console.log(session.httpGet("version/").raiseForStatus().text());
      session.close();
      AsyncSession.with({ url }, async (other) => {
        console.log((await other.httpGet("version/")).raiseForStatus().text());
        const failing = new Session({
          url,
          layers: [
            {
              name: "failing",
              *handle(request, next) {
                yield* work(process.env["WORK"] ?? "", "fail", undefined);
                return yield* next(request);
              },
            },
          ],
        });
        try {
          failing.httpGet("version/");
        } catch (error) {
          console.log(error instanceof UsageError && error.hint);
        }
      });
    `,
    expected: "0.10.9\n0.10.9\nStop it.\n",
  },
  keystone: {
    names: ["AsyncKeystoneClient", "KeystoneClient"],
    body: `
      KeystoneClient.with({ url: process.env["KEYSTONE"] ?? "" }, (client) => {
        client.login({ username: "admin", password: "quickstart" });
        console.log(client.httpGet("users/users").raiseForStatus().json().results.length);
      });
      AsyncKeystoneClient.with({ url: process.env["KEYSTONE"] ?? "" }, async (client) => {
        console.log((await client.httpGet("version")).raiseForStatus().text());
      });
    `,
    expected: "1\n0.10.9\n",
  },
  helios: {
    names: ["AsyncHeliosSession", "HeliosSession"],
    body: `
      const options = {
        clientId: process.env["HELIOS_ID"] ?? "",
        clientSecret: process.env["HELIOS_SECRET"] ?? "",
        apiUrl: process.env["HELIOS"] ?? "",
        baseDir: process.env["HELIOS_DIR"] ?? "",
      };
      HeliosSession.with(options, (session) => {
        console.log(session.cameras.index({ state: "New York", limit: 1 }).results.length);
      });
      AsyncHeliosSession.with(options, async (session) => {
        console.log((await session.cameras.index({ state: "New York", limit: 1 })).results.length);
      });
    `,
    expected: "1\n1\n",
  },
  redis: {
    names: ["fleetBatch", "redisStore"],
    body: `
      const client = {
        status: "wait",
        options: {},
        call: async () => null,
        connect: async () => {},
        duplicate() {
          return this;
        },
        disconnect() {},
        on() {},
      };
      console.log(redisStore(client).name);
      fleetBatch({ client, queue: "a:b", id: "i", items: [1] }).catch((error) => console.log(error.code));
    `,
    expected: "redis\noption\n",
  },
  sandbox: {
    names: ["startKeystone"],
    body: `
      startKeystone({ throttle: false }).then(async (box) => {
        const reply = await fetch(new URL("version/", box.url));
        console.log(await reply.text());
        await box.close();
      });
    `,
    expected: "0.10.9\n",
  },
};
