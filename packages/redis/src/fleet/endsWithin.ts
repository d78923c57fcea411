/** The longest time that a timer takes, in ms. */
const LONGEST = 2 ** 31 - 1;

/** Waits for something, for so many ms at most; a time that was not needed keeps no process alive. */
export async function endsWithin(something: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(ms, LONGEST));
  });
  try {
    await Promise.race([something, time]);
  } finally {
    clearTimeout(timer);
  }
}
