import type { AllocationsEndpoints } from "./allocations.ts";
import type { AuthenticationEndpoints } from "./authentication.ts";
import type { LogsEndpoints } from "./logs.ts";
import type { MiscEndpoints } from "./misc.ts";
import type { NotificationsEndpoints } from "./notifications.ts";
import type { ResearchEndpoints } from "./research.ts";
import type { StatsEndpoints } from "./stats.ts";
import type { UsersEndpoints } from "./users.ts";

/**
 * Every endpoint of the API, by its path without outer slashes: for each method its parameters or body, and its
 * answer. A list's items are under `item`.
 */
export interface Endpoints
  extends AuthenticationEndpoints,
    UsersEndpoints,
    AllocationsEndpoints,
    ResearchEndpoints,
    NotificationsEndpoints,
    LogsEndpoints,
    StatsEndpoints,
    MiscEndpoints {}
