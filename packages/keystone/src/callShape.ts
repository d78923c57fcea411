import type { OptionCheck, RequestOptions, SignInOptions } from "@latchkey/session";
import type { CallOptions } from "./endpoints/lookup.ts";

/** Looked at when the request is made. */
export function checkedLater<K extends keyof RequestOptions>(_name: K): OptionCheck<RequestOptions[K]> {
  return (value) => value as RequestOptions[K];
}

/** The options of calls that sign in and out, or ask who is signed in. */
export const signInShape = {
  timeout: checkedLater("timeout"),
  deadline: checkedLater("deadline"),
  signal: checkedLater("signal"),
} as const satisfies Record<keyof SignInOptions, OptionCheck<unknown>>;

/** The options of calls that bring their own parameters and body; a method that takes more adds it. */
export const callShape = {
  ...signInShape,
  headers: checkedLater("headers"),
  idempotent: checkedLater("idempotent"),
  onUploadProgress: checkedLater("onUploadProgress"),
} as const satisfies Record<keyof CallOptions, OptionCheck<unknown>>;
