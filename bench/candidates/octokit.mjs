import { Octokit } from "@octokit/core";

export function open({ url }) {
  // Other statuses than 2xx are errors by its default.
  const client = new Octokit({ baseUrl: url });
  return { get: async () => (await client.request("GET /version/")).data };
}
