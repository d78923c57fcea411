/** What the members of a pair are called in one place. */
export interface FieldNames {
  readonly id: string;
  readonly secret: string;
  readonly url: string;
}

export const currentNames: FieldNames = {
  id: "helios_client_id",
  secret: "helios_client_secret",
  url: "helios_api_url",
};

/** Names of the Python SDK until 2.1. */
export const legacyNames: FieldNames = { id: "HELIOS_KEY_ID", secret: "HELIOS_KEY_SECRET", url: "HELIOS_API_URL" };

/** Names of the very first SDK, in `~/.helios_auth` only. */
export const oldestNames: FieldNames = { id: "key_id", secret: "key_secret", url: "HELIOS_API_URL" };
