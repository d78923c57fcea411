import type { BaseUrl } from "@latchkey/session";

/** A base URL that is looked for when it is read. */
export function lazyBaseUrl(find: () => BaseUrl): BaseUrl {
  return {
    get origin() {
      return find().origin;
    },
    get path() {
      return find().path;
    },
    get href() {
      return find().href;
    },
  };
}
