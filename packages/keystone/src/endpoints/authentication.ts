import type { KeystoneCredentials } from "../keystoneOptions.ts";
import type { Body, Document, Reads, Writes } from "./shapes.ts";
import type { User } from "./users.ts";

/** What `login`, `logout` and `whoami` of a client use. */
export interface AuthenticationEndpoints {
  readonly "authentication/login": { readonly POST: Writes<Body<KeystoneCredentials>, User> };
  /** Answers without a body. */
  readonly "authentication/logout": { readonly POST: Reads<never> };
  readonly "authentication/whoami": Document<User>;
}
