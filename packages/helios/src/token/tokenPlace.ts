import { join } from "node:path";
import {
  AuthenticationError,
  type BlockingStore,
  fileStore,
  makePrivateDirectory,
  type StoreWarning,
  systemErrorCode,
} from "@latchkey/session";

/** Where a session keeps its token between runs. */
export interface TokenPlace {
  readonly store: BlockingStore;
  /**
   * Makes sure that the directory is there and private.
   *
   * @throws AuthenticationError (`store`) naming it and what to do
   */
  prepare(): void;
}

/**
 * `{baseDir}/.tokens`, where the Python SDK keeps its tokens too.
 *
 * @param isChosen - somebody said where: if not, a token that cannot be kept there is used all the same, and the store warns
 */
export function tokenPlace(baseDir: string, isChosen: boolean, onWarning: StoreWarning): TokenPlace {
  const directory = join(baseDir, ".tokens");
  return {
    store: fileStore(directory, { onWarning }),
    prepare() {
      if (!isChosen) return;
      try {
        makePrivateDirectory(directory);
      } catch (error) {
        if (error instanceof AuthenticationError) throw error;
        throw unusable(directory, error);
      }
    },
  };
}

function unusable(directory: string, error: unknown): AuthenticationError {
  const code = systemErrorCode(error) ?? "unknown";
  return new AuthenticationError("store", `The token directory ${directory} cannot be made or used (${code}).`, {
    hint: "Pass a baseDir that this user can write to, or store: memoryStore() to keep the token in memory only.",
  });
}
