export type { Box } from "./box/box.ts";
export type { BoxOptions } from "./box/boxOptions.ts";
export type { FaultMatch, FaultPlan } from "./box/faultPlan.ts";
export type { RequestRecord } from "./box/requestRecord.ts";
export type { RequestCounts, RequestKind } from "./helios/requestCounts.ts";
export { type HeliosBox, type HeliosCredentials, type HeliosOptions, startHelios } from "./helios/startHelios.ts";
export type { KeystoneCredentials } from "./keystone/kind.ts";
export { type KeystoneBox, startKeystone } from "./keystone/startKeystone.ts";
export { sandboxFixture, type TestHook } from "./testing/sandboxFixture.ts";
