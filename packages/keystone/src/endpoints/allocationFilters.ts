import type { ClusterAccess, RequestStatus, ReviewStatus } from "./allocations.ts";
import type { DateFilters, FlagFilters, NumberFilters, TextFilters, TimeFilters, ValueFilters } from "./filters.ts";
import type { Searchable } from "./page.ts";

/** Filters that the statistics of requests take as well. */
export interface AllocationRequestFilters
  extends NumberFilters<"id">,
    TextFilters<"title" | "description">,
    TextFilters<"status", RequestStatus>,
    TimeFilters<"submitted">,
    DateFilters<"active" | "expire">,
    ValueFilters<"submitter" | "team"> {}

/** What a list of allocated units can be filtered by. */
export interface ResourceAllocationFilters
  extends Searchable,
    NumberFilters<"id" | "requested" | "awarded" | "final">,
    ValueFilters<"cluster" | "request"> {}

/** What a list of attachments can be filtered by. */
export interface AttachmentFilters
  extends NumberFilters<"id">,
    TextFilters<"name">,
    TimeFilters<"uploaded">,
    ValueFilters<"request"> {}

/** What a list of comments can be filtered by. */
export interface CommentFilters
  extends Searchable,
    NumberFilters<"id">,
    TextFilters<"content">,
    TimeFilters<"created">,
    FlagFilters<"private">,
    ValueFilters<"user" | "request"> {}

/** What a list of reviews can be filtered by. */
export interface AllocationReviewFilters
  extends NumberFilters<"id">,
    TextFilters<"status", ReviewStatus>,
    TimeFilters<"submitted">,
    ValueFilters<"request" | "reviewer"> {}

/** What a list of clusters can be filtered by. */
export interface ClusterFilters
  extends Searchable,
    NumberFilters<"id">,
    TextFilters<"name" | "description">,
    TextFilters<"access_mode", ClusterAccess>,
    FlagFilters<"enabled"> {}
