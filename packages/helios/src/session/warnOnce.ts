import { logObserver } from "@latchkey/session";

/** Warns in the log of Helios sessions; of the same thing once, however often it is met. */
export function warnOnce(): (message: string) => void {
  const observer = logObserver("helios");
  const told = new Set<string>();
  return (message) => {
    if (told.has(message)) return;
    told.add(message);
    observer.warning(message);
  };
}
