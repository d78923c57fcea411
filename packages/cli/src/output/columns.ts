/** The value at a dotted path: own properties, and places of lists. */
export function valueAt(row: unknown, path: string): unknown {
  // A field may have a dot in its own name.
  if (isObject(row) && Object.hasOwn(row, path)) return Reflect.get(row, path);
  return path.split(".").reduce<unknown>((value, key) => {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    return Reflect.get(value, key);
  }, row);
}

/** The row with those fields alone; all of it where none are named. */
export function pickColumns(row: unknown, columns: readonly string[] | undefined): unknown {
  if (columns === undefined) return row;
  return Object.fromEntries(columns.map((name) => [name, valueAt(row, name) ?? null]));
}

/**
 * What a table shows where nothing is asked for: the fields that fit a cell. Fields that begin with an underscore
 * repeat records that have an endpoint of their own; long lists are left out.
 */
export function ownColumns(rows: readonly unknown[]): readonly string[] {
  const names = new Set<string>();
  const wide = new Set<string>();
  for (const row of rows) {
    if (!isObject(row)) continue;
    for (const [name, value] of Object.entries(row)) {
      if (name.startsWith("_")) continue;
      names.add(name);
      if (isObject(value)) wide.add(name);
    }
  }
  const plain = [...names].filter((name) => !wide.has(name));
  return plain.length > 0 ? plain : [...names];
}

/** A value in one cell. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => !isObject(item))) return value.map(cellText).join(", ");
  return JSON.stringify(value) ?? "";
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
