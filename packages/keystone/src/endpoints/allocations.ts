import type { FileInput } from "@latchkey/session";
import type {
  AllocationRequestFilters,
  AllocationReviewFilters,
  AttachmentFilters,
  ClusterFilters,
  CommentFilters,
  ResourceAllocationFilters,
} from "./allocationFilters.ts";
import type { Recorded } from "./history.ts";
import type { ListParams, Page, Searchable } from "./page.ts";
import type { GrantSummary, PublicationSummary } from "./research.ts";
import type { Collection, Document, Item, Queries, Upload, Writes } from "./shapes.ts";
import type { TeamSummary, UserSummary } from "./users.ts";

/** Pending, approved, declined, changes requested. */
export type RequestStatus = "PD" | "AP" | "DC" | "CR";

/** Approved, declined, changes requested. */
export type ReviewStatus = "AP" | "DC" | "CR";

/** Who may use a cluster: all, or only, or all but the teams that it lists. */
export type ClusterAccess = "OP" | "WL" | "BL";

/** A request as other records show one. Days are `YYYY-MM-DD`. */
export interface AllocationRequestSummary {
  readonly id: number;
  readonly title: string;
  readonly status: RequestStatus;
  readonly active: string | null;
  readonly expire: string | null;
}

/** A team's request for computing time, with all that belongs to it. */
export interface AllocationRequest extends AllocationRequestSummary, Recorded {
  readonly description: string;
  readonly submitter: number;
  readonly team: number;
  readonly submitted: string;
  readonly assignees: readonly number[];
  readonly publications: readonly number[];
  readonly grants: readonly number[];
  readonly _submitter: UserSummary;
  readonly _team: TeamSummary;
  readonly _assignees: readonly UserSummary[];
  readonly _publications: readonly PublicationSummary[];
  readonly _grants: readonly GrantSummary[];
  readonly _allocations: readonly ResourceAllocationSummary[];
  readonly _attachments: readonly AttachmentSummary[];
  /** Oldest first; private ones for staff only. */
  readonly _comments: readonly CommentSummary[];
}

/** What a request is made of. */
export interface AllocationRequestInput {
  /** At most 250 characters. */
  readonly title: string;
  /** At most 20,000 characters. */
  readonly description: string;
  readonly submitter: number;
  readonly team: number;
  readonly status?: RequestStatus | undefined;
  readonly active?: string | null | undefined;
  readonly expire?: string | null | undefined;
  readonly assignees?: readonly number[] | undefined;
  readonly publications?: readonly number[] | undefined;
  readonly grants?: readonly number[] | undefined;
}

/** Units on a cluster as their request shows them. */
export interface ResourceAllocationSummary {
  readonly id: number;
  readonly cluster: number;
  readonly requested: number;
  readonly awarded: number | null;
  readonly final: number | null;
  readonly _cluster: ClusterSummary;
}

/** Units on a cluster: asked for, awarded, used in the end. */
export interface ResourceAllocation extends ResourceAllocationSummary, Recorded {
  readonly request: number;
  readonly _request: AllocationRequestSummary;
}

/** What is asked for on a cluster, and what staff award. */
export interface ResourceAllocationInput {
  readonly request: number;
  readonly cluster: number;
  /** 0 or more. */
  readonly requested: number;
  readonly awarded?: number | null | undefined;
  readonly final?: number | null | undefined;
}

/** A file as its request shows it. */
export interface AttachmentSummary {
  /** Where the server keeps it, relative to its media folder. */
  readonly file: string;
  readonly name: string;
}

/** A file that belongs to a request. */
export interface Attachment extends AttachmentSummary, Recorded {
  readonly id: number;
  readonly request: number;
  /** When it was last saved. */
  readonly uploaded: string;
  readonly _request: AllocationRequestSummary;
}

/** The fields beside an attachment's file. */
export interface AttachmentInput {
  readonly request: number;
  /** Default: the name of the uploaded file. */
  readonly name?: string | undefined;
}

/** A comment as its request shows it. */
export interface CommentSummary {
  readonly id: number;
  readonly user: number;
  readonly content: string;
  readonly created: string;
  readonly private: boolean;
  readonly _user: UserSummary;
}

/** A comment on a request. */
export interface Comment extends CommentSummary, Recorded {
  readonly request: number;
  readonly _request: AllocationRequestSummary;
}

/** What a comment is made of. */
export interface CommentInput {
  readonly request: number;
  /** At most 2,000 characters. */
  readonly content: string;
  /** For staff only. Default false. */
  readonly private?: boolean | undefined;
  /** Default: you. */
  readonly user?: number | undefined;
}

/** What a reviewer thinks of a request. It does not change the request's own status. */
export interface AllocationReview extends Recorded {
  readonly id: number;
  readonly request: number;
  readonly reviewer: number;
  readonly status: ReviewStatus;
  readonly submitted: string;
  readonly _request: AllocationRequestSummary;
  readonly _reviewer: UserSummary;
}

/** What a review is made of. For staff. */
export interface AllocationReviewInput {
  readonly request: number;
  readonly status: ReviewStatus;
  /** Default, and only choice: you. */
  readonly reviewer?: number | undefined;
}

/** A cluster as other records show one. */
export interface ClusterSummary {
  readonly id: number;
  readonly name: string;
  readonly enabled: boolean;
}

/** A cluster on which units are allocated. */
export interface Cluster extends ClusterSummary, Recorded {
  readonly description: string | null;
  readonly access_mode: ClusterAccess;
  readonly access_teams: readonly number[];
  readonly _access_teams: readonly TeamSummary[];
}

/** What a cluster is made of. For staff. */
export interface ClusterInput {
  /** At most 50 characters; unique. */
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly enabled?: boolean | undefined;
  readonly access_mode?: ClusterAccess | undefined;
  readonly access_teams?: readonly number[] | undefined;
}

/** Attachments come as forms with a file: JSON cannot hold one. */
export interface Attachments {
  readonly row: Attachment;
  readonly GET: Queries<Page<Attachment>, AttachmentFilters & ListParams>;
  readonly POST: Writes<Upload<AttachmentInput, { readonly file: FileInput }>, Attachment>;
  readonly item: Item<
    Attachment,
    Upload<AttachmentInput, { readonly file: FileInput }>,
    Upload<Partial<AttachmentInput>, { readonly file?: FileInput }> | { readonly json: Partial<AttachmentInput> }
  >;
}

/** Requests for computing time, with all that belongs to them, and clusters. */
export interface AllocationsEndpoints {
  readonly "allocations/requests": Collection<
    AllocationRequest,
    AllocationRequestFilters & Searchable,
    AllocationRequestInput
  >;
  readonly "allocations/allocations": Collection<
    ResourceAllocation,
    ResourceAllocationFilters,
    ResourceAllocationInput
  >;
  readonly "allocations/attachments": Attachments;
  readonly "allocations/comments": Collection<Comment, CommentFilters, CommentInput>;
  readonly "allocations/reviews": Collection<AllocationReview, AllocationReviewFilters, AllocationReviewInput>;
  readonly "allocations/clusters": Collection<Cluster, ClusterFilters, ClusterInput>;
  readonly "allocations/request-choices/status": Document<Readonly<Record<RequestStatus, string>>>;
  readonly "allocations/review-choices/status": Document<Readonly<Record<ReviewStatus, string>>>;
  readonly "allocations/cluster-choices/access-mode": Document<Readonly<Record<ClusterAccess, string>>>;
}
