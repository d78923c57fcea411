/** Aids for testing what is built on sessions: no network, no waiting. */

export { promised } from "./session/promised.ts";
export { storeConformance } from "./stores/storeConformance.ts";
export {
  type CannedReply,
  type Script,
  type ScriptedOptions,
  type ScriptedRequest,
  type ScriptedTransport,
  scriptedTransport,
} from "./transports/scripted.ts";
