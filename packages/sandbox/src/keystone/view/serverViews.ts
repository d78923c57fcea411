import { sql } from "kysely";
import { login, logout, whoami } from "../auth/login.ts";
import type { Call } from "../call.ts";
import type { Json } from "../http/json.ts";
import { requestStatus, reviewStatus } from "../model/allocations.ts";
import { accessModes } from "../model/clusters.ts";
import { notificationTypes } from "../model/notifications.ts";
import { roles } from "../model/teams.ts";
import { maxUploadSize } from "../record/checkUpload.ts";
import { fileTypes } from "../record/fileTypes.ts";
import { sessionAge, version } from "../site.ts";
import { getView, type View } from "./view.ts";

/** Sessions. */
export const authenticationViews: readonly View[] = [
  { path: "/authentication/login/", name: "Login", public: true, handlers: { POST: login }, inBatch: "refuse" },
  { path: "/authentication/logout/", name: "Logout", handlers: { POST: logout }, inBatch: "refuse" },
  { path: "/authentication/whoami/", name: "Who am I", handlers: { GET: whoami } },
];

/** The codes that fields take, with their labels. */
export const choiceViews: readonly View[] = [
  getView("/users/membership-choices/role/", "Membership roles", () => roles),
  getView("/allocations/request-choices/status/", "Request states", () => requestStatus),
  getView("/allocations/review-choices/status/", "Review states", () => reviewStatus),
  getView("/allocations/cluster-choices/access-mode/", "Cluster access modes", () => accessModes),
  getView("/notifications/notification-choices/type/", "Notification types", () => notificationTypes),
];

/** What the server says about itself. */
export const serverViews: readonly View[] = [
  getView("/config/", "Configuration", () => ({
    version,
    max_upload_size: maxUploadSize,
    max_upload_count: 15,
    allowed_file_types: Object.keys(fileTypes),
    session_age: sessionAge,
  })),
  {
    path: "/version/",
    name: "Version",
    public: true,
    inBatch: "opaque",
    handlers: { GET: async () => ({ status: 200, text: version, type: "text/plain" }) },
  },
  {
    path: "/health/",
    name: "Health",
    public: true,
    inBatch: "opaque",
    handlers: {
      GET: async (call) => ({
        status: (await checks(call)).every(({ healthy }) => healthy) ? 200 : 500,
        text: "",
        type: "text/html; charset=utf-8",
      }),
    },
  },
  {
    ...getView("/health/json/", "Health as JSON", async (call) => ({
      data: (await checks(call)).map((check): Json => ({ ...check })),
    })),
    public: true,
    inBatch: "opaque",
  },
  {
    path: "/health/prom/",
    name: "Health for Prometheus",
    public: true,
    inBatch: "opaque",
    handlers: {
      GET: async (call) => ({ status: 200, text: gauges(await checks(call)), type: "text/plain; charset=utf-8" }),
    },
  },
];

type Check = { check: string; healthy: boolean; error: string | null; time_taken: number };

/** The real server's checks. What the sandbox does without is never down; a fault can script the rest. */
async function checks(call: Call): Promise<Check[]> {
  const begin = performance.now();
  const error = await sql`SELECT 1`.execute(call.db).then(
    () => null,
    (reason: unknown) => String(reason),
  );
  const database: Check = {
    check: "Database",
    healthy: error === null,
    error,
    time_taken: (performance.now() - begin) / 1000,
  };
  const absent = (check: string): Check => ({ check, healthy: true, error: null, time_taken: 0 });
  return [absent("SMTP"), database, ...["Storage", "Redis", "Celery"].map(absent)];
}

function gauges(list: readonly Check[]): string {
  const lines = (metric: string, help: string, value: (check: Check) => string): string[] => [
    `# HELP ${metric} ${help}`,
    `# TYPE ${metric} gauge`,
    ...list.map((check) => `${metric}{check="${check.check}"} ${value(check)}`),
  ];
  return [
    ...lines("keystone_health_check_status", "Status of the check", ({ healthy }) => (healthy ? "200.0" : "500.0")),
    ...lines("keystone_health_check_eval_time_seconds", "Time the check took", (check) => check.time_taken.toFixed(6)),
    "",
  ].join("\n");
}
