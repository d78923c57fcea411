import { accepts } from "../http/accepts.ts";
import type { Json } from "../http/json.ts";
import type { View } from "../view/view.ts";
import { views } from "../view/views.ts";
import { describeApi } from "./describeApi.ts";

const json = ["application/vnd.oai.openapi+json", "application/json"];
const yaml = ["application/vnd.oai.openapi", "application/yaml"];

let described: string | undefined;
// The views name this module, so the description can only be made when it is first asked for.
const text = (): string => (described ??= JSON.stringify(describeApi(views) satisfies Json));

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
    GET: async ({ headers }) => ({ status: 200, text: text(), type: accepts(headers.get("accept"), renders) ?? "" }),
  },
}));
