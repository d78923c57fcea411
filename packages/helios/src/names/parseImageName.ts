/**
 * The file name in a URL or path: what comes after the last slash, without query and fragment, percent-decoded.
 *
 * @example
 * ```ts
 * parseImageName("https://host/bucket/1a67-CODOT-11150-13689_20171128153407000.jpg?Signature=x");
 * // "1a67-CODOT-11150-13689_20171128153407000.jpg"
 * ```
 */
export function parseImageName(urlOrName: string): string {
  const name =
    urlOrName
      .replace(/[?#].*$/s, "")
      .split("/")
      .at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** An image name without its extensions, in two parts: what names the camera, and the stamp. */
export function imageNameParts(urlOrName: string): { readonly camera: string; readonly stamp: string } {
  const name = parseImageName(urlOrName);
  const split = name.lastIndexOf("_");
  const [stamp = ""] = name.slice(split + 1).split(".", 1);
  return { camera: split < 0 ? "" : name.slice(0, split), stamp };
}
