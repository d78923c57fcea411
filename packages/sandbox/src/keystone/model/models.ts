import { allocations, attachments, comments, requests, reviews } from "./allocations.ts";
import { clusters } from "./clusters.ts";
import { audit, feed, requestLogs, tasks } from "./logs.ts";
import type { Model, ModelName } from "./model.ts";
import { notifications, preferences } from "./notifications.ts";
import { grants, publications } from "./research.ts";
import { memberships, teams } from "./teams.ts";
import { users } from "./users.ts";

/** A model of the framework that the API only refers to; the sandbox has none of them. */
const empty = (key: ModelName, name: string): Model => ({
  key,
  name,
  app: "auth",
  title: name,
  fields: {},
  permissions: {},
});

/** The table of resources: what the server has, and all it knows about each. */
export const models: Record<ModelName, Model> = {
  users,
  teams,
  memberships,
  requests,
  allocations,
  attachments,
  comments,
  reviews,
  clusters,
  grants,
  publications,
  notifications,
  preferences,
  audit,
  requestLogs,
  tasks,
  feed,
  contentTypes: empty("contentTypes", "ContentType"),
  groups: empty("groups", "Group"),
  permissions: empty("permissions", "Permission"),
};
