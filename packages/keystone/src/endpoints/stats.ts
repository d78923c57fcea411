import type { AllocationRequestFilters } from "./allocationFilters.ts";
import type { NotificationFilters } from "./notifications.ts";
import type { GrantFilters, PublicationFilters } from "./research.ts";
import type { Report } from "./shapes.ts";

/** Of the grants that you can see. Amounts are decimals with two places, as text. */
export interface GrantStats {
  readonly grant_count: number;
  readonly upcoming_count: number;
  readonly active_count: number;
  readonly expired_count: number;
  readonly agency_count: number;
  readonly funding_total: string;
  readonly funding_upcoming: string;
  readonly funding_active: string;
  readonly funding_expired: string;
  readonly funding_average: string;
}

/** Of the publications that you can see. */
export interface PublicationStats {
  readonly publications_count: number;
  /** Without any date. */
  readonly draft_count: number;
  readonly submitted_count: number;
  readonly accepted_count: number;
  readonly journals_count: number;
  /** From submission to publication: `"D HH:MM:SS"`. */
  readonly review_average: string | null;
}

/** Of the requests that you can see; `su_` are units on clusters. */
export interface AllocationRequestStats {
  readonly request_count: number;
  readonly request_pending_count: number;
  readonly request_approved_count: number;
  readonly request_declined_count: number;
  readonly request_upcoming_count: number;
  readonly request_active_count: number;
  readonly request_expired_count: number;
  readonly su_pending_total: number;
  readonly su_declined_total: number;
  readonly su_approved_total: number;
  readonly su_upcoming_total: number;
  readonly su_active_total: number;
  readonly su_expired_total: number;
  readonly su_requested_total: number;
  readonly su_awarded_total: number;
  readonly su_finalized_total: number;
  readonly days_pending_average: number | null;
  readonly days_active_average: number | null;
}

/** Of the notifications to you. */
export interface NotificationStats {
  readonly total: number;
  readonly unread: number;
}

/** Counts and sums over the records that you can see. */
export interface StatsEndpoints {
  readonly "stats/grants": Report<GrantStats, GrantFilters>;
  readonly "stats/publications": Report<PublicationStats, PublicationFilters>;
  readonly "stats/requests": Report<AllocationRequestStats, AllocationRequestFilters>;
  readonly "stats/notifications": Report<NotificationStats, NotificationFilters>;
}
