/** As much of LogTape's logger as is used here. */
export interface Logger {
  isEnabledFor(level: "debug" | "info" | "warning" | "error"): boolean;
  debug(message: string, properties?: Record<string, unknown>): void;
  info(message: string, properties?: Record<string, unknown>): void;
  warn(message: string, properties?: Record<string, unknown>): void;
  error(message: string, properties?: Record<string, unknown>): void;
}

/** Where LogTape keeps its root logger, so that all copies of it in a process share one configuration. */
const ROOT = Symbol.for("logtape.rootLogger");

/**
 * The logger of a category; `undefined` while the application has not configured LogTape: then nobody listens, and it
 * need not even be loaded.
 */
export function findLogger(category: readonly [string, ...string[]]): Logger | undefined {
  const root: unknown = Reflect.get(globalThis, ROOT);
  return isRoot(root) ? root.getChild(category) : undefined;
}

function isRoot(value: unknown): value is { getChild(category: readonly [string, ...string[]]): Logger } {
  return (
    typeof value === "object" &&
    value !== null &&
    "getChild" in value &&
    typeof Reflect.get(value, "getChild") === "function"
  );
}
