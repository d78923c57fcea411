/** The largest tarballs that are still right, in bytes: what docs/reach.md shows, and a fifth. */
export const largestTarball: Readonly<Record<string, number>> = {
  session: 190_000,
  keystone: 60_000,
  helios: 130_000,
  sandbox: 260_000,
};
