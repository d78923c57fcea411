/** The database of a Helios sandbox, for Kysely. */
export interface Tables {
  cameras: {
    ordinal: number;
    id: string;
    longitude: number;
    latitude: number;
    city: string;
    state: string;
    country: string;
    region: string;
    provider: string;
    description: string;
    direction: string;
    video: number;
    /** All of it in lower case, to be searched. */
    words: string;
  };
  tokens: { hash: string; expires_at: number };
  collections: { id: string; name: string; description: string; tags: string; created_at: number; updated_at: number };
  collection_images: { collection_id: string; name: string };
  settings: { name: string; value: string };
}

export const schema = `
CREATE TABLE IF NOT EXISTS cameras (
  ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, longitude REAL NOT NULL, latitude REAL NOT NULL,
  city TEXT NOT NULL COLLATE NOCASE, state TEXT NOT NULL COLLATE NOCASE, country TEXT NOT NULL COLLATE NOCASE,
  region TEXT NOT NULL, provider TEXT NOT NULL, description TEXT NOT NULL, direction TEXT NOT NULL,
  video INTEGER NOT NULL, words TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS cameras_by_state ON cameras (state, city);
CREATE TABLE IF NOT EXISTS tokens (hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS collections (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, tags TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS collection_images (
  collection_id TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE, name TEXT NOT NULL,
  PRIMARY KEY (collection_id, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;
