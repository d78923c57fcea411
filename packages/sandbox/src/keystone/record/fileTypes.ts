/** The file types that may be uploaded, with the extensions they are recognised by. */
export const fileTypes: Record<string, readonly string[]> = {
  "application/pdf": ["pdf"],
  "application/rtf": ["rtf"],
  "application/msword": ["doc", "dot", "wiz"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/x-latex": ["latex"],
  "application/x-tex": ["tex"],
  "application/vnd.ms-excel": ["xls", "xlb"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/vnd.ms-powerpoint": ["ppt", "pot", "ppa", "pps", "pwz"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "text/plain": ["txt", "text", "log", "bat", "c", "h", "ksh", "pl", "srt"],
  "text/markdown": ["md", "markdown"],
  "text/richtext": ["rtx"],
  "text/csv": ["csv"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"],
  "image/gif": ["gif"],
  "image/svg+xml": ["svg"],
  "image/tiff": ["tif", "tiff"],
  "image/bmp": ["bmp"],
};

/** Types that are recognised and refused. */
const refused: Record<string, readonly string[]> = {
  "application/zip": ["zip"],
  "application/x-tar": ["tar"],
  "application/gzip": ["gz", "tgz"],
  "application/json": ["json"],
  "application/octet-stream": ["bin", "exe", "dll", "so", "o", "obj", "a"],
  "application/x-sh": ["sh"],
  "application/xml": ["xml", "xsl"],
  "application/wasm": ["wasm"],
  "text/html": ["html", "htm"],
  "text/css": ["css"],
  "text/javascript": ["js", "mjs"],
  "text/x-python": ["py"],
  "text/tab-separated-values": ["tsv"],
  "image/webp": ["webp"],
  "image/vnd.microsoft.icon": ["ico"],
  "audio/mpeg": ["mp3"],
  "audio/x-wav": ["wav"],
  "video/mp4": ["mp4"],
};

const byExtension = new Map(
  Object.entries({ ...fileTypes, ...refused }).flatMap(([type, extensions]) =>
    extensions.map((extension) => [extension, type]),
  ),
);

/** The type that a file name stands for; undefined when its extension is unknown. */
export function guessType(filename: string): string | undefined {
  return byExtension.get(/\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? "");
}
