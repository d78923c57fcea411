import { type Body, bodyValue } from "../http/body.ts";
import { Refused } from "./coerce.ts";
import { fileTypes, guessType } from "./fileTypes.ts";

/** The largest file the server takes, in bytes. */
export const maxUploadSize = 2_621_440;

/** Takes a file out of a body, checking what the API checks; undefined when there is none and none is needed. */
export function checkUpload(
  body: Body,
  name: string,
  required: boolean,
): { name: string; bytes: Uint8Array } | undefined {
  const upload = body.kind === "form" ? body.files.get(name) : undefined;
  if (upload === undefined) {
    const other = bodyValue(body, name);
    if (other === null) throw new Refused("This field may not be null.");
    if (other !== undefined && other !== "") {
      throw new Refused("The submitted data was not a file. Check the encoding type on the form.");
    }
    if (required) throw new Refused("No file was submitted.");
    return undefined;
  }
  const base = upload.filename.split(/[\\/]/).at(-1) ?? "";
  if (upload.bytes.length === 0) throw new Refused("The submitted file is empty.");
  if (upload.bytes.length > maxUploadSize) throw new Refused("File size should not exceed 2.50 MB.");
  const type = guessType(base);
  if (type === undefined) throw new Refused("File type could not be resolved.");
  if (!Object.hasOwn(fileTypes, type)) throw new Refused(`File type '${type}' is not allowed.`);
  return { name: base, bytes: upload.bytes };
}
