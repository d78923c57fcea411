/** Under which key the id and the secret of a client are kept. */
export const CREDENTIALS_KEY = "credentials";

/** Under which key the session keeps a client's token: the name of its file, which Helios' SDKs share. */
export function tokenKeyOf(clientId: string): string {
  return `${clientId}.helios_token`;
}
