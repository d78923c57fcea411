import type { FlagFilters, NumberFilters, TextFilters, TimeFilters, ValueFilters } from "./filters.ts";
import type { ListParams, Page, Searchable } from "./page.ts";
import type { Body, Collection, Document, Queries, Reads, Writes } from "./shapes.ts";
import type { UserSummary } from "./users.ts";

/** General message, upcoming expiration of a request, past expiration of a request. */
export type NotificationType = "GM" | "RE" | "RD";

/** A message to a user. */
export interface Notification {
  readonly id: number;
  readonly user: number;
  readonly time: string;
  readonly read: boolean;
  readonly subject: string;
  readonly message_html: string;
  readonly notification_type: NotificationType;
  readonly _user: UserSummary;
}

/** What can be changed about a notification, by the user it is for. */
export interface NotificationUpdate {
  readonly read?: boolean | undefined;
}

/** What a user wants to be told of. */
export interface Preference {
  readonly id: number;
  readonly user: number;
  /** As it was saved, whatever JSON that is: by default days before the expiry of a request, `[30, 14]`. */
  readonly request_expiry_thresholds: unknown;
  readonly notify_on_expiration: boolean;
  readonly _user: UserSummary;
}

/** What a user wants to be told of, as it is saved. */
export interface PreferenceInput {
  /** Default: you. One record for each user. */
  readonly user?: number | undefined;
  readonly request_expiry_thresholds?: unknown;
  readonly notify_on_expiration?: boolean | undefined;
}

/** Filters that the statistics of notifications take as well. */
export interface NotificationFilters
  extends NumberFilters<"id">,
    TextFilters<"subject" | "message_text" | "message_html">,
    TextFilters<"notification_type", NotificationType>,
    TimeFilters<"time">,
    FlagFilters<"read">,
    ValueFilters<"user"> {}

/** What a list of preferences can be filtered by. */
export interface PreferenceFilters extends Searchable, NumberFilters<"id">, FlagFilters<"notify_on_expiration"> {}

/** The server writes notifications; their users mark them read. */
export interface Notifications {
  readonly row: Notification;
  readonly GET: Queries<Page<Notification>, NotificationFilters & ListParams>;
  readonly item: {
    readonly GET: Reads<Notification>;
    readonly PATCH: Writes<Body<NotificationUpdate>, Notification>;
  };
}

/** Messages to users, and what they want to be told of. */
export interface NotificationsEndpoints {
  readonly "notifications/notifications": Notifications;
  readonly "notifications/preferences": Collection<Preference, PreferenceFilters, PreferenceInput>;
  readonly "notifications/notification-choices/type": Document<Readonly<Record<NotificationType, string>>>;
}
