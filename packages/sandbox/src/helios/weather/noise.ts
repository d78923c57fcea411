const ease = (t: number) => t * t * (3 - 2 * t);

/** One lattice value, 0 to 1: `mix` unrolled, because pictures and weather ask for millions. */
function lattice(seed: number, x: number, y: number, z: number): number {
  let h = Math.imul(seed ^ x, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ y, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15) ^ z, 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}

/** Smooth noise over a plane, 0 to 1, with features about one unit wide. */
export function noise2(seed: number, x: number, y: number, z = 0): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = ease(x - ix);
  const fy = ease(y - iy);
  const top = lattice(seed, ix, iy, z) * (1 - fx) + lattice(seed, ix + 1, iy, z) * fx;
  const bottom = lattice(seed, ix, iy + 1, z) * (1 - fx) + lattice(seed, ix + 1, iy + 1, z) * fx;
  return top * (1 - fy) + bottom * fy;
}

/** Smooth noise over a plane that changes with a third coordinate, 0 to 1. */
export function noise3(seed: number, x: number, y: number, z: number): number {
  const iz = Math.floor(z);
  const fz = ease(z - iz);
  return noise2(seed, x, y, iz) * (1 - fz) + noise2(seed, x, y, iz + 1) * fz;
}
