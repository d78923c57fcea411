import type { Box } from "../box/box.ts";
import type { BoxOptions, OwnOption } from "../box/boxOptions.ts";
import { checkFaultPlan, type FaultPlan } from "../box/faultPlan.ts";
import { openDatabase } from "../box/openDatabase.ts";
import type { RequestRecord } from "../box/requestRecord.ts";
import type { ServerKind } from "../box/service.ts";
import { startBox } from "../box/startBox.ts";
import { heliosApp } from "./heliosApp.ts";
import { type ImageHost, openImageHost, planToText } from "./imageHost.ts";
import { urlSigner } from "./images/signedUrl.ts";
import { storage } from "./images/storage.ts";
import { kindOf, noRequests, type RequestCounts } from "./requestCounts.ts";
import { schema, type Tables } from "./tables.ts";
import { accessTokens } from "./tokens/accessTokens.ts";
import { credentials } from "./tokens/tokenRoute.ts";
import { openWorld, saveClock } from "./world.ts";

/** Options of {@link startHelios}: those of every box, and the life of tokens. */
export interface HeliosOptions extends BoxOptions {
  /** Seconds that a token lives; default 93600, as the service's documents show. */
  tokenLifetime?: number | undefined;
}

/** Client id and secret of the one application that a Helios sandbox knows. */
export interface HeliosCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A running Helios sandbox. */
export interface HeliosBox extends Box<HeliosCredentials> {
  /** The API's base URL with its version, for example `http://127.0.0.1:43210/v1`. */
  readonly url: string;
  /** The second origin, which serves pictures to signed URLs and refuses any `Authorization` header. */
  readonly imagesUrl: string;
  /** Makes every token that has been issued unusable. */
  revokeTokens(): Promise<void>;
  /** How many requests of each kind have reached the server; those that a scripted `status` fault answered have not. */
  counts(): Promise<RequestCounts>;
  /** As `fault`, for the second origin. */
  faultImages(plan: FaultPlan): Promise<void>;
  /** As `requests`, for the second origin. */
  imageRequests(): Promise<RequestRecord[]>;
}

/** The Helios server as the box starts it, here or in a thread. */
export const kind: ServerKind<HeliosCredentials> = {
  name: "Helios",
  module: import.meta.url,
  async open(options, clock) {
    const db = await openDatabase<Tables>(options.data, "helios.sqlite", schema);
    let images: ImageHost | undefined;
    try {
      const world = await openWorld(db, clock, options.seed);
      const tokens = accessTokens(db, clock);
      const signer = urlSigner(clock);
      const counts = noRequests();
      const serveImage = storage(world, signer);
      const host = await openImageHost(options, (request) => {
        counts.storage += 1;
        return serveImage(request);
      });
      images = host;
      const app = heliosApp(world, tokens, {
        throttle: options.throttle,
        sign: (path, requested) => signer.sign(host.originFor(requested), path),
      });
      return {
        credentials,
        fetch(request) {
          counts[kindOf(request.method, new URL(request.url).pathname)] += 1;
          return app(request);
        },
        commands: {
          imagesUrl: () => host.url,
          counts: () => ({ ...counts }),
          revokeTokens: () => tokens.revokeAll(),
          tokenLifetime: (seconds) => tokens.setLifetime(Number(seconds)),
          saveClock: () => saveClock(world),
          faultImages: (plan) => host.fault(plan),
          clearImageFaults: () => host.clearFaults(),
          imageRequests: () => host.requests(),
        },
        async close() {
          await host.close();
          await db.destroy();
        },
      };
    } catch (error) {
      await images?.close();
      await db.destroy();
      throw error;
    }
  },
};

const own: Readonly<Record<string, OwnOption>> = {
  tokenLifetime: {
    allows: (seconds) => Number.isInteger(seconds) && Number(seconds) >= 1,
    expected: "give whole seconds, 1 or more",
  },
};

/**
 * Starts an embedded Helios: alerts, cameras, observations, collections and pictures of one consistent, made-up world over
 * a real SQL database.
 *
 * Observations and pictures exist every ten minutes from 2017-01-01 until now, by the box's clock. A search for observations
 * without `time_min` looks at the 24 hours before `time_max`, or before now. The world follows from `seed` (default 1); a
 * data directory keeps the one it was made with.
 *
 * @throws TypeError for a bad option, naming it.
 * @example
 * await using helios = await startHelios({ thread: true, tokenLifetime: 3600 });
 * const body = new URLSearchParams({
 *   grant_type: "client_credentials",
 *   client_id: helios.credentials.clientId,
 *   client_secret: helios.credentials.clientSecret,
 * });
 * const token = await (await fetch(`${helios.url}/oauth/token`, { method: "POST", body })).json();
 * await helios.advance(3_600_000); // the token has expired
 */
export async function startHelios(options: HeliosOptions = {}): Promise<HeliosBox> {
  const box = await startBox(kind, options, own);
  try {
    const { tokenLifetime } = options;
    if (tokenLifetime !== undefined) await box.command("tokenLifetime", String(tokenLifetime));
    // What a command returns has the type that the command above has: both sides are this file.
    const ask = async <T>(command: string): Promise<T> => (await box.command(command, "")) as T;
    const imagesUrl = await ask<string>("imagesUrl");
    return {
      ...box,
      url: `${box.url}/v1`,
      imagesUrl,
      async advance(ms) {
        await box.advance(ms);
        await box.command("saveClock", "");
      },
      async clearFaults() {
        await box.clearFaults();
        await box.command("clearImageFaults", "");
      },
      async revokeTokens() {
        await box.command("revokeTokens", "");
      },
      counts: () => ask<RequestCounts>("counts"),
      async faultImages(plan) {
        checkFaultPlan(plan);
        await box.command("faultImages", planToText(plan));
      },
      imageRequests: () => ask<RequestRecord[]>("imageRequests"),
    };
  } catch (error) {
    await box.close();
    throw error;
  }
}
