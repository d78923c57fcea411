import { close, closeSync, link, linkSync, rename, renameSync, unlink, unlinkSync } from "node:fs";

type Done = (error: unknown) => void;

/** What finishes a file. Each calls back with `null`, or with what went wrong. */
export interface DiskSteps {
  close(descriptor: number, done: Done): void;
  rename(from: string, to: string, done: Done): void;
  link(from: string, to: string, done: Done): void;
  unlink(file: string, done: Done): void;
}

/** In libuv's threads: right where a step may take long. What cannot be a path at all is refused before it gets there. */
export const inBackground: DiskSteps = {
  close: (descriptor, done) => close(descriptor, plainly(done)),
  rename: (from, to, done) => begin(() => rename(from, to, plainly(done)), done),
  link: (from, to, done) => begin(() => link(from, to, plainly(done)), done),
  unlink: (file, done) => begin(() => unlink(file, plainly(done)), done),
};

/** Not every runtime says `null` where nothing went wrong. */
function plainly(done: Done): (error: unknown) => void {
  return (error) => done(error ?? null);
}

/** Holding this thread: shorter than the way to another and back, where a step takes microseconds. */
export const atOnce: DiskSteps = {
  close: (descriptor, done) => done(failureOf(() => closeSync(descriptor))),
  rename: (from, to, done) => done(failureOf(() => renameSync(from, to))),
  link: (from, to, done) => done(failureOf(() => linkSync(from, to))),
  unlink: (file, done) => done(failureOf(() => unlinkSync(file))),
};

function begin(step: () => void, done: Done): void {
  const refused = failureOf(step);
  if (refused !== null) done(refused);
}

function failureOf(step: () => void): unknown {
  try {
    step();
    return null;
  } catch (error) {
    return error;
  }
}
