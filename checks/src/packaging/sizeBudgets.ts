/** The largest browser bundle of one authenticated GET that is still right, minified and gzipped, in bytes. */
export const largestBundle = 28_000;

/** The largest tarballs that are still right, in bytes: what docs/reach.md shows, and a fifth. */
export const largestTarball: Readonly<Record<string, number>> = {
  session: 336_000,
  keystone: 68_000,
  helios: 140_000,
  redis: 39_000,
  sandbox: 180_000,
  cli: 138_000,
};
