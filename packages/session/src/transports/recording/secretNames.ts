const SECRET_HEADER =
  /auth|token|secret|credential|session|csrf|signature|(api|access|private|shared|subscription)-?key|pass(word|code|phrase|wd)?$/i;
/** What a server answers of how to sign in; a scheme that sends a bare token there is not told by parameters. */
const CHALLENGE = /^(www|proxy)-authenticate$/i;
const CHALLENGE_PARAMETERS = /^[\w-]+ +[\w-]+=["\w]/;
const SECRET_FIELD =
  /pass(word|phrase|code|wd)|pwd|secret|token|(api|access|private|shared)_?-?key|signature|credential|assertion|authorization|jwt|session_?(id|key)|^(key|sig|code|pin|otp|sid|auth)$/i;
/** Numbers that go by the other names are counts and times. */
const SECRET_NUMBER = /pass(word|phrase|code|wd)|pwd|secret|^(pin|otp)$/i;
/** What is about a secret and none itself. */
const HARMLESS_FIELD = /(type|uri|url|expires|expires_in|expires_at|name)$/i;

/** Whether the value of a header is a secret. */
export function isSecretHeader(name: string, value: string): boolean {
  return SECRET_HEADER.test(name) && !(CHALLENGE.test(name) && CHALLENGE_PARAMETERS.test(value));
}

/** Whether the value of a field, parameter or cookie of this name is a secret. */
export function isSecret(name: string, value: unknown): value is string | number {
  if (HARMLESS_FIELD.test(name)) return false;
  if (typeof value === "number") return SECRET_NUMBER.test(name);
  return typeof value === "string" && value !== "" && SECRET_FIELD.test(name);
}
