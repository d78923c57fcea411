const marked = new WeakSet<object>();

/** Marks what ended a request before it had its credential: those who get one have tried as often as is of use. */
export function credentialFailure(error: unknown): unknown {
  if (typeof error === "object" && error !== null) marked.add(error);
  return error;
}

export function isCredentialFailure(error: unknown): boolean {
  return typeof error === "object" && error !== null && marked.has(error);
}
