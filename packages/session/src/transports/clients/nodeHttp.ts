import type { ClientRequest, ClientRequestArgs } from "node:http";
import type { RequestOptions } from "node:https";

/**
 * Node's own HTTP client. Not by `import`: that evaluates all that the module only points to, which in Node 24 is its
 * fetch and HTTP/2, and takes longer than all else that a first request needs.
 */
export function httpRequest(options: ClientRequestArgs): ClientRequest {
  // Not by `request`: instrumentations replace it, and lose headers that are in order.
  const { ClientRequest } = process.getBuiltinModule("node:http");
  return new ClientRequest(options);
}

export function httpsRequest(options: RequestOptions): ClientRequest {
  return process.getBuiltinModule("node:https").request(options);
}
