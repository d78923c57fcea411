const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML and SVG, in content and in attributes. What XML does not allow becomes a space. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028-\u202e\u2066-\u2069\ufffe\uffff\p{Cs}]+/gu, " ")
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
