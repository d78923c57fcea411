/**
 * The media type that a server gives a file, by the end of its name: it looks at nothing else. Only names that servers
 * agree on; what else a server knows is up to its operating system.
 */
export const mediaTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/x-latex": "latex",
    "application/x-tex": "tex",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/json": "json",
    "application/zip": "zip",
    "application/x-tar": "tar",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/richtext": "rtx",
    "text/csv": "csv",
    "text/html": "html htm",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/svg+xml": "svg",
    "image/tiff": "tif tiff",
    "image/bmp": "bmp",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
  }).flatMap(([type, ends]) => ends.split(" ").map((end): [string, string] => [end, type])),
);
