/** The kinds of alerts, and what weather each stands for. */
export interface AlertEvent {
  event: string;
  origin: "NWS" | "Helios";
  kind: "storm" | "fog";
  /** Strength at the centre from which it is issued: millimetres per hour for storms, 0 to 1 for fog. */
  from: number;
  /** Strength from which a graver alert takes its place. */
  until: number;
  /** °C at the centre. */
  warmerThan: number;
  colderThan: number;
  urgency: "Immediate" | "Expected";
  severity: "Extreme" | "Severe" | "Moderate" | "Minor";
  certainty: "Observed" | "Likely" | "Possible";
  hazard: string;
}

const any = { warmerThan: -90, colderThan: 90, until: Infinity };
const storm = { ...any, origin: "NWS", kind: "storm" } as const;
const watch = { ...any, origin: "Helios", urgency: "Expected", certainty: "Possible", severity: "Minor" } as const;

export const alertEvents: readonly AlertEvent[] = [
  {
    ...storm,
    event: "Tornado Warning",
    from: 17,
    warmerThan: 18,
    urgency: "Immediate",
    severity: "Extreme",
    certainty: "Observed",
    hazard: "rotating thunderstorms",
  },
  {
    ...storm,
    event: "Severe Thunderstorm Warning",
    from: 11,
    until: 17,
    warmerThan: 10,
    urgency: "Immediate",
    severity: "Severe",
    certainty: "Observed",
    hazard: "thunderstorms with hail and strong gusts",
  },
  {
    ...storm,
    event: "Flash Flood Warning",
    from: 8,
    until: 11,
    warmerThan: 0.5,
    urgency: "Immediate",
    severity: "Severe",
    certainty: "Likely",
    hazard: "sudden flooding of roads and streams",
  },
  {
    ...storm,
    event: "Flood Advisory",
    from: 4.5,
    until: 8,
    warmerThan: 0.5,
    urgency: "Expected",
    severity: "Minor",
    certainty: "Likely",
    hazard: "water on low roads",
  },
  {
    ...storm,
    event: "Winter Storm Warning",
    from: 3.5,
    colderThan: 0.5,
    urgency: "Expected",
    severity: "Severe",
    certainty: "Likely",
    hazard: "heavy snow and snow-covered roads",
  },
  {
    ...storm,
    event: "Winter Weather Advisory",
    from: 1.5,
    until: 3.5,
    colderThan: 0.5,
    urgency: "Expected",
    severity: "Moderate",
    certainty: "Likely",
    hazard: "light snow and slippery roads",
  },
  {
    ...storm,
    event: "Dense Fog Advisory",
    kind: "fog",
    from: 0.6,
    urgency: "Expected",
    severity: "Minor",
    certainty: "Likely",
    hazard: "visibility of a quarter mile or less",
  },
  {
    ...watch,
    kind: "storm",
    event: "Heavy Precip Watch",
    from: 5,
    hazard: "heavy precipitation seen by roadside cameras",
  },
  {
    ...watch,
    kind: "storm",
    event: "Road Wetness Watch",
    from: 2,
    warmerThan: 0.5,
    hazard: "wet roads seen by roadside cameras",
  },
  {
    ...watch,
    kind: "fog",
    event: "Poor Visibility Watch",
    from: 0.45,
    hazard: "poor visibility seen by roadside cameras",
  },
];
