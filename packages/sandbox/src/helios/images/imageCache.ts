/** Keeps the pictures used last, up to 128 MiB, and makes a picture once even when several ask for it at the same time. */
export interface ImageCache {
  get(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

const capacity = 128 * 1024 * 1024;

export function imageCache(): ImageCache {
  const kept = new Map<string, Promise<Uint8Array>>();
  const sizes = new Map<string, number>();
  let total = 0;

  function forget(name: string): void {
    total -= sizes.get(name) ?? 0;
    sizes.delete(name);
    kept.delete(name);
  }

  function remember(name: string, picture: Uint8Array): void {
    sizes.set(name, picture.byteLength);
    total += picture.byteLength;
    for (const oldest of kept.keys()) {
      if (total <= capacity) break;
      if (oldest !== name && sizes.has(oldest)) forget(oldest);
    }
  }

  return {
    get(name, make) {
      const known = kept.get(name);
      if (known) {
        kept.delete(name);
        kept.set(name, known);
        return known;
      }
      const made = make();
      kept.set(name, made);
      made.then(
        (picture) => remember(name, picture),
        () => forget(name),
      );
      return made;
    },
  };
}
