/** The ways in which a value is written in texts, JSON, addresses and forms. */
export function spellings(value: string): Set<string> {
  // What is not well-formed is replaced in addresses, where it cannot be written.
  const wellFormed = value.replaceAll(/\p{Cs}/gu, "\ufffd");
  const form = new URLSearchParams({ "": wellFormed }).toString().slice(1);
  return new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(wellFormed), form]);
}

/** What a name or value of a query or form stands for. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/** Text of which each character is a byte. */
export function binaryOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
