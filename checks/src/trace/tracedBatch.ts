import { startHelios } from "@latchkey/sandbox";
import { AsyncSession, clientCredentials } from "@latchkey/session";
import { telemetry } from "@latchkey/session/opentelemetry";
import { trace } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";

/** A day and three hours: the tokens of the sandbox last for 26 hours. */
const TOKEN_LIFE = 27 * 3_600_000;

/**
 * The spans of one batch of five requests, three at a time, whose token has ended on the server's clock: each is refused
 * once, one token request serves them all, and the last two have to wait for a place as well.
 */
export async function tracedBatch(): Promise<ReadableSpan[]> {
  const spans = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  provider.register();
  const running = telemetry();
  const box = await startHelios({ seed: 1, throttle: false, thread: true });
  const auth = clientCredentials({ tokenUrl: `${box.url}/oauth/token`, ...box.credentials });
  const session = new AsyncSession({ url: box.url, auth, maxConcurrency: 3 });
  try {
    const endpoints = ["NY", "CA", "TX", "FL", "WA"].map((state) => `cameras?limit=1&state=${state}`);
    // Connections and the server's tables are there before: the trace is about the token.
    await session.all(endpoints);
    await box.advance(TOKEN_LIFE);
    // So that there is something to see.
    await box.fault({ kind: "slow", delay: 30, times: Number.POSITIVE_INFINITY });
    spans.reset();
    await trace.getTracer("report").startActiveSpan("nightly report", async (span) => {
      await session.all(endpoints);
      span.end();
    });
    return spans.getFinishedSpans();
  } finally {
    running.stop();
    await session.close();
    await box.close();
    await provider.shutdown();
    trace.disable();
  }
}
