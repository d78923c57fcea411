import { asError } from "../../errors/asError.ts";
import { AuthenticationError, type AuthenticationReason } from "../../errors/authenticationError.ts";
import { DecodeError } from "../../errors/decodeError.ts";
import { type ErrorPlace, isLatchkeyError, type TransportCode, type UsageCode } from "../../errors/latchkeyError.ts";
import { TransportError } from "../../errors/transportError.ts";
import { UsageError } from "../../errors/usageError.ts";
import { errorCode } from "../failures/errorCode.ts";

interface Common extends ErrorPlace {
  readonly message: string;
  readonly hint: string | undefined;
}

/** An error as data: what is rebuilt has the same class and the same fields. */
export type WireError =
  | (Common & { readonly of: "transport"; readonly code: TransportCode; readonly sent: boolean })
  | (Common & { readonly of: "usage"; readonly code: UsageCode; readonly sent: boolean })
  | (Common & {
      readonly of: "decode";
      readonly status: number | undefined;
      readonly contentType: string | undefined;
      readonly bytes: number | undefined;
    })
  | (Common & {
      readonly of: "authentication";
      readonly reason: AuthenticationReason;
      readonly status: number | undefined;
    })
  | { readonly of: "other"; readonly name: string; readonly message: string; readonly code: string };

/** The errors that can be data: a StatusError has a whole response. */
type Packable = TransportError | UsageError | DecodeError | AuthenticationError;

/** Known by its name: a module of the caller's may have it from another copy of this library than the thread's. */
function isPackable(error: unknown): error is Packable {
  return isLatchkeyError(error) && error.code !== "status";
}

export function packError(error: unknown): WireError {
  if (isPackable(error)) return packed(error);
  // From a module of the caller's: what it threw there.
  const { name, message } = asError(error);
  return { of: "other", name, message, code: errorCode(error) };
}

function packed(error: Packable): WireError {
  switch (error.name) {
    case "TransportError":
    case "AbortError":
      return { of: "transport", ...common(error), code: error.code, sent: error.sent };
    case "UsageError":
      return { of: "usage", ...common(error), code: error.code, sent: error.sent };
    case "DecodeError": {
      const { status, contentType, bytes } = error;
      return { of: "decode", ...common(error), status, contentType, bytes };
    }
    case "AuthenticationError":
      return { of: "authentication", ...common(error), reason: error.reason, status: error.status };
  }
}

export function unpackError(wire: WireError): Error {
  switch (wire.of) {
    case "transport":
      return new TransportError(wire.code, wire.message, wire);
    case "usage":
      return new UsageError(wire.code, wire.message, wire);
    case "decode":
      return new DecodeError(wire.message, wire);
    case "authentication":
      return new AuthenticationError(wire.reason, wire.message, wire);
    case "other":
      return Object.assign(new Error(wire.message), { name: wire.name, code: wire.code });
  }
}

function common({ message, hint, method, url, cid }: Common): Common {
  return { message, hint, method, url, cid };
}
