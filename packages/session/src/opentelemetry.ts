/** Spans and metrics by the conventions of OpenTelemetry, for all sessions of this thread. Needs `@opentelemetry/api`. */

export { type Telemetry, type TelemetryOptions, telemetry } from "./opentelemetry/telemetry.ts";
