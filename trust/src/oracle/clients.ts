/** Clients that the provider knows: ids and secrets with all that RFC 6749 allows and has to be encoded. */
export const CLIENTS = [
  { id: "basic-client", secret: "s3cret-4711-basic", method: "client_secret_basic", scope: "read write" },
  { id: "post-client", secret: "s3cret-4711-post", method: "client_secret_post", scope: "read" },
  { id: "odd:client +%", secret: "s3cret:4711 +%&=", method: "client_secret_basic", scope: "read" },
] as const;
