import { describe, expect, test } from "vitest";
import { stateAt } from "../geo/outlines.ts";
import { imageName, parseImageName } from "./camera.ts";
import { placeCameras } from "./placeCameras.ts";

describe("placeCameras", () => {
  const cameras = placeCameras(1);

  test("a few thousand cameras with ids of their own, each in its state", () => {
    expect(cameras.length).toBeGreaterThan(2000);
    expect(new Set(cameras.map(({ id }) => id)).size).toBe(cameras.length);
    expect(cameras.filter(({ state, position }) => stateAt(position) !== state)).toEqual([]);
    expect(new Set(cameras.map(({ state }) => state)).size).toBe(51);
  });

  test("ids stay, places follow the seed", () => {
    const others = placeCameras(2);
    expect(placeCameras(1)).toEqual(cameras);
    expect(others.map(({ id }) => id)).toEqual(cameras.map(({ id }) => id));
    expect(others.map(({ position }) => position)).not.toEqual(cameras.map(({ position }) => position));
  });

  test("every id makes an image name that can be read back", () => {
    const time = Date.UTC(2018, 1, 10, 18, 30);
    expect(cameras.some(({ id }) => id.includes("_"))).toBe(true);
    for (const { id } of cameras) expect(parseImageName(imageName(id, time))).toEqual({ camera: id, time });
  });
});

describe("image names", () => {
  test("are those of the service", () => {
    const time = Date.UTC(2017, 10, 28, 15, 34, 7);
    expect(imageName("CODOT-11150-13689", time)).toBe("1a67-CODOT-11150-13689_20171128153407000.jpg");
  });

  test.each([
    "1a68-CODOT-11150-13689_20171128153407000.jpg",
    "1a67-CODOT-11150-13689_20171128153407.jpg",
    "1a67-CODOT-11150-13689_20171328153407000.jpg",
    "../1a67-CODOT-11150-13689_20171128153407000.jpg",
    "",
  ])("%j is none", (name) => {
    expect(parseImageName(name)).toBeUndefined();
  });
});
