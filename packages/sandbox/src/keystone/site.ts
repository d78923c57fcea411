import type { Clock } from "../box/clock.ts";
import type { Throttle } from "./auth/throttle.ts";
import type { MediaStore } from "./record/mediaStore.ts";
import type { RequestJournal } from "./requestJournal.ts";
import type { Routes } from "./view/routes.ts";
import type { View } from "./view/view.ts";

/** The version of the real server whose behaviour this one follows. */
export const version = "0.10.9";

/** Seconds a session lives from its login. */
export const sessionAge = 1_209_600;

/** What all requests share. */
export interface Site {
  clock: Clock;
  /** The time as records show it: UTC, microseconds, never the same twice. */
  stamp(): string;
  throttle: Throttle;
  media: MediaStore;
  journal: RequestJournal;
  /** Everything served. Part of the site, because a batch runs views and the API's description lists them. */
  views: readonly View[];
  routes: Routes;
}

/** A maker of {@link Site.stamp}s: two records never have the same one, so newest first is always a full order. */
export function createStamper(clock: Clock): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock.now() * 1000);
    return `${new Date(Math.floor(last / 1000)).toISOString().slice(0, 23)}${String(last % 1000).padStart(3, "0")}Z`;
  };
}
