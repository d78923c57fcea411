import { accepts } from "../http/accepts.ts";
import type { View } from "../view/view.ts";
import { describeApi } from "./describeApi.ts";

const json = ["application/vnd.oai.openapi+json", "application/json"];
const yaml = ["application/vnd.oai.openapi", "application/yaml"];

/** The description of everything served, as JSON and as YAML (JSON is YAML: YAML 1.2 §1.3). */
export const openApiViews: readonly View[] = [
  { path: "/openapi/json/", renders: json },
  { path: "/openapi/yaml/", renders: yaml },
].map(({ path, renders }) => ({
  path,
  name: "API description",
  public: true,
  renders,
  inBatch: "opaque",
  handlers: {
    GET: async ({ headers, site }) => ({
      status: 200,
      text: JSON.stringify(describeApi(site.views)),
      type: accepts(headers.get("accept"), renders) ?? "",
    }),
  },
}));
