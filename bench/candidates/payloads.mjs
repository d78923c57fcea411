import { Buffer } from "node:buffer";
import { sizes } from "../servers/documents.mjs";

/** What is posted as JSON. */
export const json = { name: "Dark matter", team: 7, is_active: true, description: "x".repeat(200) };

/** What is uploaded: 60 kB under a name, beside one field. */
export const file = { content: new Uint8Array(Buffer.alloc(sizes.image, "latchkey")), filename: "notes.bin" };

/** The same for those who take a form: the platform's, or one of their own. */
export function form(Form = FormData) {
  const data = new Form();
  data.append("request", "1");
  data.append("file", new Blob([file.content]), file.filename);
  return data;
}
