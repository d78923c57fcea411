import { heliosOperations } from "./heliosOperations.ts";
import { keystoneOperations } from "./keystoneOperations.ts";
import type { Operation } from "./operation.ts";

/** Everything that users do over the wire, one of each kind. */
export const operations: readonly Operation[] = [...keystoneOperations, ...heliosOperations];
