/**
 * A correlation id: a UUID of version 4 (RFC 9562, section 5.4). It only has to differ from others, and is no secret, so
 * that `Math.random` will do: the first use of the platform's crypto takes longer than all else that a new session does.
 */
export function newCid(): string {
  return "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx".replaceAll(/[xv]/g, (place) => {
    const digit = Math.floor(Math.random() * 16);
    // The variant takes the two highest bits.
    return (place === "v" ? 8 + (digit & 3) : digit).toString(16);
  });
}
