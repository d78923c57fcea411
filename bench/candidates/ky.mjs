import ky from "ky";

export function open({ url }) {
  // Other statuses than 2xx are errors by its default.
  const client = ky.create({ prefixUrl: url });
  return { get: () => client("version/").json() };
}
