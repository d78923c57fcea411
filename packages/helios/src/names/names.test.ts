import { UsageError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { cameraPrefix } from "./cameraPrefix.ts";
import { parseCamera } from "./parseCamera.ts";
import { parseImageName } from "./parseImageName.ts";
import { parseTime } from "./parseTime.ts";

const NAME = "1a67-CODOT-11150-13689_20171128153407000.jpg";
const URL_OF_IT = `https://helios-exelis.s3.amazonaws.com/${NAME}?Expires=1&Signature=a/b_c#x`;

test("the digits before a camera's id are from its digest", () => {
  expect(cameraPrefix("CODOT-11150-13689")).toBe("1a67-CODOT-11150-13689");
  expect(cameraPrefix("VADOT-86619")).toBe("d458-VADOT-86619");
});

describe("C16: names are read whatever surrounds them", () => {
  test.each([
    [NAME, "2017-11-28T15:34:07.000Z"],
    [URL_OF_IT, "2017-11-28T15:34:07.000Z"],
    ["TL-15939_20150409185836059.jpg", "2015-04-09T18:58:36.059Z"],
    ["TL-15939_20150409185836.jpg", "2015-04-09T18:58:36.000Z"],
    ["a_b_20150409185836059.thumb.jpg", "2015-04-09T18:58:36.059Z"],
    ["x_20150409185836059", "2015-04-09T18:58:36.059Z"],
    ["x_20150409185836059123.jpg", "2015-04-09T18:58:36.059Z"],
  ])("parseTime(%s)", (name, expected) => {
    expect(parseTime(name).toISOString()).toBe(expected);
  });

  test.each([
    [NAME, "CODOT-11150-13689"],
    [URL_OF_IT, "CODOT-11150-13689"],
    ["TL-15939_20150409185836059.jpg", "TL-15939"],
    [`${cameraPrefix("TXDOT_DAL-1")}_20150409185836059.thumb.jpg`, "TXDOT_DAL-1"],
    ["abcd-TL-15939_20150409185836059.jpg", "abcd-TL-15939"],
  ])("parseCamera(%s)", (name, expected) => {
    expect(parseCamera(name)).toBe(expected);
  });

  test.each([
    [URL_OF_IT, NAME],
    ["https://host/a/b%20c.jpg?x=/y.jpg", "b c.jpg"],
    ["https://host/a/100%.jpg", "100%.jpg"],
    [NAME, NAME],
    ["https://host/a/", ""],
  ])("parseImageName(%s)", (url, expected) => {
    expect(parseImageName(url)).toBe(expected);
  });

  test.each(["", "image.jpg", "x_2015.jpg", "x_20151309185836059.jpg", "x_20150230185836059.jpg"])(
    "%j has no time",
    (name) => {
      expect(() => parseTime(name)).toThrow(UsageError);
    },
  );

  test.each(["", "20150409185836059.jpg", "_20150409185836059.jpg"])("%j has no camera", (name) => {
    expect(() => parseCamera(name)).toThrow(UsageError);
  });
});
