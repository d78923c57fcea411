/** What a request is for. `images` are the API's redirects to pictures, `storage` the pictures themselves. */
export type RequestKind =
  | "token"
  | "session"
  | "alerts"
  | "cameras"
  | "observations"
  | "collections"
  | "images"
  | "storage"
  | "other";

/** How many requests of each kind a server has been asked. */
export type RequestCounts = Record<RequestKind, number>;

export const noRequests = (): RequestCounts => ({
  token: 0,
  session: 0,
  alerts: 0,
  cameras: 0,
  observations: 0,
  collections: 0,
  images: 0,
  storage: 0,
  other: 0,
});

const resources = ["alerts", "cameras", "observations", "collections"] as const;
const redirects = /^\/v1\/(?:cameras\/[^/]+\/(?:images\/[^/]+|live)|observations\/[^/]+\/preview)$/;
const collectionImage = /^\/v1\/collections\/[^/]+\/images\/[^/]+$/;

/** The kind of a request to the API. */
export function kindOf(method: string, path: string): RequestKind {
  if (path === "/v1/oauth/token") return "token";
  if (path === "/v1/session") return "session";
  if (redirects.test(path) || (method === "GET" && collectionImage.test(path))) return "images";
  const first = path.split("/")[2];
  return resources.find((resource) => resource === first) ?? "other";
}
