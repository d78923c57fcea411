import { sizes, version } from "../servers/documents.mjs";

/** Nobody is fast by failing: each answer is looked at, as cheaply as can be. */
export const expect = {
  version(document) {
    if (document?.username !== "ada" || document.padding.length !== paddingLength) wrong(document);
  },
  list(page) {
    if (page?.results?.length !== sizes.rows || page.results[sizes.rows - 1].id !== sizes.rows) wrong(page);
  },
  created(document) {
    if (document?.id !== 7) wrong(document);
  },
  uploaded(document) {
    if (document?.size !== sizes.image) wrong(document);
  },
  length(bytes, wanted) {
    if (bytes !== wanted) wrong(`${bytes} bytes instead of ${wanted}`);
  },
  status(status, wanted = 200) {
    if (status !== wanted) wrong(`status ${status} instead of ${wanted}`);
  },
};

const paddingLength = JSON.parse(version).padding.length;

function wrong(got) {
  throw new Error(`Not the answer that was asked for: ${JSON.stringify(got)?.slice(0, 200)}`);
}
