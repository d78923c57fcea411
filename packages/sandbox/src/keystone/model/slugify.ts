/** The slug of a name: ASCII letters, digits, underscores and single hyphens, lower case. May be empty. */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^\x20-\x7E\s]/g, "")
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replace(/[-\s]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "");
}
