import { type FSWatcher, mkdirSync, watch } from "node:fs";

/** How often each name has come to be in a directory, hidden ones aside. */
export class Arrivals {
  readonly counts: Map<string, number> = new Map();
  readonly #watcher: FSWatcher;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#watcher = watch(directory, (event, name) => {
      if (event === "rename" && name !== null && !name.startsWith(".")) {
        this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      }
    });
  }

  close(): void {
    this.#watcher.close();
  }
}
