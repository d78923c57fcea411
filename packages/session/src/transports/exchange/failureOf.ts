/** What an action threw; `null`, as Node's callbacks have it, when it did not. */
export function failureOf(action: () => void): unknown {
  try {
    action();
    return null;
  } catch (error) {
    return error;
  }
}
