import request from "sync-request";

export function open({ url }) {
  return { elsewhere: true, blocking: () => JSON.parse(request("GET", `${url}/version/`).getBody("utf8")) };
}
