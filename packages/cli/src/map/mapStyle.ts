import type { Condition } from "./mapMarks.ts";

/** How each condition is drawn and named: colours that differ in lightness too, for those who see few of them. */
export const CONDITIONS: Readonly<Record<Condition, { readonly name: string; readonly colour: string }>> = {
  snow: { name: "snow on the road", colour: "#7b3294" },
  fog: { name: "poor visibility", colour: "#e66101" },
  rain: { name: "heavy rain or snowfall", colour: "#053061" },
  wet: { name: "wet road", colour: "#4393c3" },
  clear: { name: "dry and clear", colour: "#4d9221" },
  unknown: { name: "no observation", colour: "#999999" },
};

/** How bad an alert is, worst first; names that are not known are drawn as the last one. */
export const SEVERITIES: Readonly<Record<string, string>> = {
  Extreme: "#b2182b",
  Severe: "#d6604d",
  Moderate: "#f4a582",
  Minor: "#fddbc7",
  Unknown: "#d9d9d9",
};
