import type { DateFilters, NumberFilters, TextFilters, ValueFilters } from "./filters.ts";
import type { Recorded } from "./history.ts";
import type { Searchable } from "./page.ts";
import type { Collection } from "./shapes.ts";
import type { TeamSummary } from "./users.ts";

/** A grant as other records show one. Days are `YYYY-MM-DD`. */
export interface GrantSummary {
  readonly id: number;
  readonly team: number;
  readonly title: string;
  readonly agency: string;
  /** Decimal, two places: `"1500.00"`. */
  readonly amount: string;
  readonly start_date: string;
  readonly end_date: string | null;
  readonly pi: string | null;
  readonly grant_number: string | null;
  readonly description: string | null;
}

/** Money that a team was granted. */
export interface Grant extends GrantSummary, Recorded {
  readonly _team: TeamSummary;
}

/** What a grant is made of. */
export interface GrantInput {
  readonly team: number;
  /** At most 250 characters. */
  readonly title: string;
  /** At most 100 characters. */
  readonly agency: string;
  /** At most 14 digits, 2 of them after the point; as text where a number would be rounded. */
  readonly amount: number | string;
  readonly start_date: string;
  readonly end_date?: string | null | undefined;
  readonly pi?: string | null | undefined;
  readonly grant_number?: string | null | undefined;
  readonly description?: string | null | undefined;
}

/** A publication as other records show one. Days are `YYYY-MM-DD`. */
export interface PublicationSummary {
  readonly id: number;
  readonly team: number;
  readonly title: string;
  readonly abstract: string | null;
  readonly published: string | null;
  readonly submitted: string | null;
  readonly journal: string | null;
  readonly doi: string | null;
  readonly volume: string | null;
  readonly issue: string | null;
}

/** A team's publication. */
export interface Publication extends PublicationSummary, Recorded {
  readonly _team: TeamSummary;
}

/** What a publication is made of. */
export interface PublicationInput {
  readonly team: number;
  /** At most 250 characters. */
  readonly title: string;
  readonly abstract?: string | null | undefined;
  readonly published?: string | null | undefined;
  readonly submitted?: string | null | undefined;
  readonly journal?: string | null | undefined;
  /** Unique. Leave it out where there is none: the server fails on a second blank one. */
  readonly doi?: string | null | undefined;
  readonly volume?: string | null | undefined;
  readonly issue?: string | null | undefined;
}

/** Filters that the statistics of grants take as well. */
export interface GrantFilters
  extends NumberFilters<"id">,
    NumberFilters<"amount", number | string>,
    TextFilters<"title" | "agency" | "pi" | "grant_number" | "description">,
    DateFilters<"start_date" | "end_date">,
    ValueFilters<"team"> {}

/** Filters that the statistics of publications take as well. */
export interface PublicationFilters
  extends NumberFilters<"id">,
    TextFilters<"title" | "abstract" | "journal" | "doi" | "volume" | "issue">,
    DateFilters<"published" | "submitted">,
    ValueFilters<"team"> {}

/** Grants and publications of teams. */
export interface ResearchEndpoints {
  readonly "research/grants": Collection<Grant, GrantFilters & Searchable, GrantInput>;
  readonly "research/publications": Collection<Publication, PublicationFilters & Searchable, PublicationInput>;
}
