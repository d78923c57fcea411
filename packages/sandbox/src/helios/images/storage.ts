import { parseImageName } from "../cameras/camera.ts";
import { findCamera } from "../cameras/findCameras.ts";
import type { World } from "../world.ts";
import { imageCache } from "./imageCache.ts";
import { imageRenderer } from "./imageRenderer.ts";
import { hasImage } from "./imageTimes.ts";
import type { UrlSigner } from "./signedUrl.ts";

/** Where the pictures of cameras, and those of a collection, are kept on the second origin. */
export const cameraPath = (name: string): string => `/helios-sandbox/${encodeURIComponent(name)}`;
export const collectionPath = (id: string, name: string): string =>
  `/helios-u-sandbox/collections/${encodeURIComponent(id)}/${encodeURIComponent(name)}`;

function refuse(status: number, code: string, message: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(body, { status, headers: { "Content-Type": "application/xml" } });
}

const refusals = {
  missing: () => refuse(403, "AccessDenied", "Access Denied"),
  expired: () => refuse(403, "AccessDenied", "Request has expired"),
  forged: () => refuse(403, "SignatureDoesNotMatch", "The signature does not match the request."),
};

/**
 * The storage host: answers signed URLs with pictures, everything else with S3's XML errors. A request that also carries an
 * `Authorization` header is refused, because it presents two credentials at once.
 */
export function storage(world: World, signer: UrlSigner): (request: Request) => Promise<Response> {
  const cache = imageCache();
  const render = imageRenderer(world.weather);

  async function known(path: string[], name: string): Promise<boolean> {
    if (path.length === 1 && path[0] === "helios-sandbox") return true;
    if (path.length !== 3 || path[0] !== "helios-u-sandbox" || path[1] !== "collections") return false;
    const rows = await world.db
      .selectFrom("collection_images")
      .select("name")
      .where("collection_id", "=", path[2] ?? "")
      .where("name", "=", name)
      .execute();
    return rows.length > 0;
  }

  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return refuse(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    }
    if (request.headers.has("authorization")) {
      return refuse(400, "InvalidArgument", "Only one auth mechanism allowed: the query signature or the header.");
    }
    const url = new URL(request.url);
    const verdict = signer.check(url);
    if (verdict !== "good") return refusals[verdict]();
    const path = url.pathname.slice(1).split("/").map(decodeURIComponent);
    const name = path.pop() ?? "";
    const parsed = parseImageName(name);
    const camera = parsed && hasImage(world.clock, parsed.time) && (await findCamera(world.db, parsed.camera));
    if (!parsed || !camera || !(await known(path, name))) {
      return refuse(404, "NoSuchKey", "The specified key does not exist.");
    }
    const picture = await cache.get(name, () => render(camera, parsed.time));
    const headers = { "Content-Type": "image/jpeg", "Last-Modified": new Date(parsed.time).toUTCString() };
    return new Response(new Uint8Array(picture), { headers });
  };
}
