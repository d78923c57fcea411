import OpenAI from "openai";

export function open({ url }) {
  // Other statuses than 2xx are errors by its default.
  const client = new OpenAI({ apiKey: "t0ken", baseURL: url });
  return { get: () => client.get("/version/") };
}
