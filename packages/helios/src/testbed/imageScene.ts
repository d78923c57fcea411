import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Apis, ApiTwin } from "./apiTwins.ts";

/** What the tests of images work with: a sandbox, a session, a camera with six images, and an empty directory. */
export class ImageScene {
  #box: HeliosBox | undefined;
  #apis: Apis | undefined;
  camera = "";
  times: string[] = [];
  dir = "";

  get box(): HeliosBox {
    if (this.#box === undefined) throw new Error("The sandbox has not started.");
    return this.#box;
  }

  set box(box: HeliosBox) {
    this.#box = box;
  }

  get apis(): Apis {
    if (this.#apis === undefined) throw new Error("There is no session outside of a test.");
    return this.#apis;
  }

  set apis(apis: Apis) {
    this.#apis = apis;
  }

  /** What is in the directory. */
  names(): string[] {
    return readdirSync(this.dir).toSorted();
  }

  /** How often the storage host has been asked. */
  async storageRequests(): Promise<number> {
    return (await this.box.imageRequests()).length;
  }

  /** Redirects the next image call, or the next for what ends so, to another address. */
  redirect(to: string, path: RegExp = /\/images\//): Promise<void> {
    return this.box.fault({ kind: "status", status: 302, headers: { Location: to }, match: { path } });
  }

  /** Lets the storage host answer everything with this body. */
  serve(body: string): Promise<void> {
    const headers = { "Content-Type": "image/jpeg" };
    return this.box.faultImages({ kind: "status", status: 200, headers, body, times: Number.POSITIVE_INFINITY });
  }
}

/** A scene for the tests of one `describe`: the sandbox serves all of them, the rest is new for each. */
export function imageScene({ visit }: ApiTwin): ImageScene {
  const scene = new ImageScene();
  beforeAll(async () => {
    scene.box = await startHelios({ throttle: false, thread: true });
    const apis = visit(scene.box);
    scene.camera = (await apis.cameras.index({ state: "New York", limit: 1 })).results.at(0)?.id ?? "";
    scene.times = await apis.cameras.images(scene.camera, "2018-01-01T12:00", { limit: 6 });
    await apis.close();
  });
  afterAll(() => scene.box.close());
  beforeEach(async () => {
    await scene.box.clearFaults();
    scene.dir = mkdtempSync(join(tmpdir(), "latchkey-images-"));
    scene.apis = visit(scene.box);
    return async () => {
      await scene.apis.close();
      rmSync(scene.dir, { recursive: true, force: true });
    };
  });
  return scene;
}
