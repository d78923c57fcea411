// A program: a real OpenID provider on loopback, for a parent that may block. Tells its parent where it is.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { CLIENTS } from "./clients.ts";

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  // It listens on TCP, so its address is one.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const shared = { grant_types: ["client_credentials"], redirect_uris: [], response_types: [] };
  const clients = CLIENTS.map(({ id, secret, method, scope }) => ({
    ...shared,
    client_id: id,
    client_secret: secret,
    token_endpoint_auth_method: method,
    scope,
  }));
  const provider = new Provider(issuer, {
    clients,
    scopes: ["read", "write"],
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      devInteractions: { enabled: false },
    },
    ttl: { ClientCredentials: 600 },
  });
  server.on("request", provider.callback());
  process.send?.({ issuer });
});
