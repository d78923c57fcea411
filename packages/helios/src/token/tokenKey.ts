/** The key of a client's token: the Python SDK's file name, which the store makes safe. */
export function tokenKey(clientId: string): string {
  return `${clientId}.helios_token`;
}
