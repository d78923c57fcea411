import createClient from "openapi-fetch";

export function open({ url }) {
  const client = createClient({ baseUrl: url });
  return {
    async get() {
      const { data, error } = await client.GET("/version/");
      if (error !== undefined) throw new Error(String(error));
      return data;
    },
  };
}
