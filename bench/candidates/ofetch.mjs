import { ofetch } from "ofetch";

export function open({ url }) {
  // Other statuses than 2xx are errors by its default.
  const client = ofetch.create({ baseURL: url });
  return { get: () => client("/version/") };
}
