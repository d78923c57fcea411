import { describe, expect, test } from "vitest";
import { exportedNames } from "./exportedNames.ts";
import { entriesOf, manifestOf, published, root } from "./packPackages.ts";

/** Every entry of the packages, as it is imported: `@latchkey/session/testing`. */
const entries = published.flatMap((folder) => {
  const manifest = manifestOf(`${root}/packages/${folder}`);
  return entriesOf(manifest).map((entry) => manifest.name + entry.slice(1));
});

describe("the names that can be imported", () => {
  test("are listed for every entry, and for no other", () => {
    expect(Object.keys(exportedNames).toSorted()).toEqual(entries.toSorted());
  });

  test.each(entries)("%s", async (entry) => {
    const namespace: object = await import(entry);
    expect(Object.keys(namespace).toSorted()).toEqual(exportedNames[entry]);
  });
});
