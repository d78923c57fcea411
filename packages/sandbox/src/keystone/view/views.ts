import { batchView } from "../batch/batchView.ts";
import { models } from "../model/models.ts";
import { openApiViews } from "../openapi/openApiViews.ts";
import { groupRoots } from "./groupRoots.ts";
import { resourceViews } from "./resourceViews.ts";
import { authenticationViews, choiceViews, serverViews } from "./serverViews.ts";
import { statsViews } from "./stats.ts";
import type { View } from "./view.ts";

/** Everything the server answers. */
export const views: readonly View[] = [
  ...authenticationViews,
  ...groupRoots,
  ...Object.values(models).flatMap(resourceViews),
  ...choiceViews,
  ...statsViews,
  ...serverViews,
  ...openApiViews,
  batchView,
];
