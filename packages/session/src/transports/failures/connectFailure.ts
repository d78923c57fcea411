import { TransportError } from "../../errors/transportError.ts";
import { errorCode } from "./errorCode.ts";
import { markShortage } from "./shortage.ts";

const FILES = "Too many open files: raise `ulimit -n`, or lower maxConcurrency.";
const ROUTE = "This machine has no route to it: check the network.";
const AUTHORITY = "No authority that is trusted here signed the certificate: pass the authority's own as `tls.ca`.";

const NETWORK_HINTS: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", "Nothing listens there: is the server running, and the port right?"],
  ["ENOTFOUND", "There is no such host: check the name."],
  ["EAI_AGAIN", "The name service does not answer: check the network."],
  ["ECONNRESET", "The other side closed the connection while it was being made."],
  ["EPIPE", "The other side closed the connection while it was being made."],
  ["ETIMEDOUT", "Nothing answers there: is a firewall in between?"],
  ["EHOSTUNREACH", ROUTE],
  ["ENETUNREACH", ROUTE],
  ["ENETDOWN", ROUTE],
  ["EADDRNOTAVAIL", "No free port is left on this machine: lower maxConcurrency, or wait."],
  ["EMFILE", FILES],
  ["ENFILE", FILES],
  ["ENOBUFS", "This machine has no memory left for connections: lower maxConcurrency, or wait."],
  ["EACCES", "The system forbids this connection."],
  ["EPERM", "The system forbids this connection."],
]);

const TLS_HINTS: ReadonlyMap<string, string> = new Map([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", AUTHORITY],
  ["SELF_SIGNED_CERT_IN_CHAIN", AUTHORITY],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", AUTHORITY],
  ["UNABLE_TO_GET_ISSUER_CERT", AUTHORITY],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", AUTHORITY],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "The certificate belongs to another host: check the name in the URL."],
  ["CERT_HAS_EXPIRED", "The certificate has expired: it must be renewed on the server."],
  ["CERT_NOT_YET_VALID", "The certificate is not valid yet: check the clock of this machine."],
  ["EPROTO", "The two sides do not agree on TLS: does an https server listen on this port?"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "No https server listens on this port."],
]);

/**
 * Why no connection was made. The runtime's own error stays out: its code says what matters.
 *
 * @param place - host and port
 * @param handshake - TCP stood already, TLS did not
 */
export function connectFailure(error: unknown, place: string, handshake: boolean): TransportError {
  const code = errorCode(error);
  const network = NETWORK_HINTS.get(code);
  if (handshake && network === undefined) {
    const hint = TLS_HINTS.get(code) ?? "The TLS handshake failed: check the certificates on both sides.";
    return new TransportError("tls", `No secure connection to ${place} (${code}).`, { hint });
  }
  return markShortage(
    error,
    new TransportError("connect", `Could not connect to ${place} (${code}).`, { hint: network }),
  );
}
