/** Aids for testing what is built on sessions: no network, no waiting. */

export { promised } from "./session/promised.ts";
export { realTransport } from "./session/realTransport.ts";
export { storeConformance } from "./stores/storeConformance.ts";
export type {
  RecordedBody,
  RecordedExchange,
  RecordedFailure,
  RecordedReply,
  RecordedRequest,
  Recording,
} from "./transports/recording/recording.ts";
export {
  type RecordingOptions,
  type RecordingTransport,
  recordingTransport,
} from "./transports/recording/recordingTransport.ts";
export { replayTransport } from "./transports/recording/replayTransport.ts";
export {
  type CannedReply,
  type Script,
  type ScriptedOptions,
  type ScriptedRequest,
  type ScriptedTransport,
  scriptedTransport,
} from "./transports/scripted.ts";
