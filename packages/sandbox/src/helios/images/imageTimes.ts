import type { Clock } from "../../box/clock.ts";
import { step } from "../weather/weather.ts";
import { archiveStart, latestStep } from "../world.ts";

/** The times of a camera's pictures, oldest first, from a time on. */
export function imageTimes(clock: Clock, from: number, limit: number): string[] {
  const first = Math.max(archiveStart, Math.ceil(from / step) * step);
  const count = Math.min(limit, Math.max(0, (latestStep(clock) - first) / step + 1));
  return Array.from({ length: count }, (_, i) => new Date(first + i * step).toISOString());
}

/** The time of the picture closest to a time. */
export function closestImage(clock: Clock, time: number): number {
  return Math.min(latestStep(clock), Math.max(archiveStart, Math.round(time / step) * step));
}

/** Whether there is a picture of exactly this time. */
export function hasImage(clock: Clock, time: number): boolean {
  return time % step === 0 && time >= archiveStart && time <= latestStep(clock);
}
