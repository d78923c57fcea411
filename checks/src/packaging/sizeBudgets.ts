/** The largest browser bundle of one authenticated GET that is still right, minified and gzipped, in bytes: as below. */
export const largestBundle = 25_800;

/** The largest tarballs that are still right, in bytes: what docs/reach.md shows, and a fifth. */
export const largestTarball: Readonly<Record<string, number>> = {
  session: 393_000,
  keystone: 68_000,
  helios: 146_000,
  redis: 39_000,
  sandbox: 182_000,
  cli: 312_000,
};
