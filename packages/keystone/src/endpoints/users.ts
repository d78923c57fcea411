import type { FlagFilters, NumberFilters, TextFilters, TimeFilters, ValueFilters } from "./filters.ts";
import type { Recorded } from "./history.ts";
import type { Searchable } from "./page.ts";
import type { Collection, Document } from "./shapes.ts";

/** What a member may do in a team: owner, admin or member. */
export type MembershipRole = "OW" | "AD" | "MB";

/** A user as other records show one. */
export interface UserSummary {
  readonly id: number;
  readonly username: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly department: string | null;
  readonly role: string | null;
  /** "First Last", else the first name, else the username. */
  readonly display_name: string;
  readonly abbreviation: string;
}

/** A user: what login and whoami answer, too. */
export interface User extends UserSummary, Recorded {
  readonly is_active: boolean;
  readonly is_staff: boolean;
  readonly is_superuser: boolean;
  readonly is_ldap_user: boolean;
  readonly date_joined: string;
  readonly last_login: string | null;
  readonly groups: readonly number[];
  readonly user_permissions: readonly number[];
  readonly _membership: readonly TeamRole[];
}

/** What staff make a user of. */
export interface UserInput {
  /** At most 150 letters, digits and `@.+-_`; unique. */
  readonly username: string;
  /** 8 to 128 characters, not entirely numeric, not a common one. Never sent back. */
  readonly password: string;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly department?: string | null | undefined;
  readonly role?: string | null | undefined;
  readonly is_active?: boolean | undefined;
  readonly is_staff?: boolean | undefined;
  readonly is_superuser?: boolean | undefined;
  readonly is_ldap_user?: boolean | undefined;
  readonly groups?: readonly number[] | undefined;
  readonly user_permissions?: readonly number[] | undefined;
}

/** A team as other records show one. */
export interface TeamSummary {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly is_active: boolean;
}

/** A team. Who made it is no member of it: staff add the first owner. */
export interface Team extends TeamSummary, Recorded {
  /** Ids of its members. */
  readonly users: readonly number[];
  readonly _membership: readonly UserRole[];
}

/** What a team is made of; its name stays as it is from then on. */
export interface TeamInput {
  /** At most 255 characters; unique, its slug too. */
  readonly name: string;
  readonly is_active?: boolean | undefined;
}

/** What can be changed about a team. A PUT without `is_active` makes it active. */
export interface TeamUpdate {
  readonly is_active?: boolean | undefined;
}

/** A membership as its user shows it. */
export interface TeamRole {
  readonly id: number;
  readonly team: number;
  readonly role: MembershipRole;
  readonly _team: TeamSummary;
}

/** A membership as its team shows it. */
export interface UserRole {
  readonly id: number;
  readonly user: number;
  readonly role: MembershipRole;
  readonly _user: UserSummary;
}

/** That a user is in a team. */
export interface Membership extends MembershipInput, Recorded {
  readonly id: number;
  readonly _user: UserSummary;
  readonly _team: TeamSummary;
}

/** Who becomes what in which team; once for each pair. */
export interface MembershipInput {
  readonly user: number;
  readonly team: number;
  readonly role: MembershipRole;
}

/** What a list of users can be filtered by. */
export interface UserFilters
  extends Searchable,
    NumberFilters<"id">,
    TextFilters<"username" | "first_name" | "last_name" | "email" | "department" | "role">,
    FlagFilters<"is_active" | "is_staff" | "is_superuser" | "is_ldap_user">,
    TimeFilters<"date_joined" | "last_login"> {}

/** What a list of teams can be filtered by. */
export interface TeamFilters
  extends Searchable,
    NumberFilters<"id">,
    TextFilters<"name" | "slug">,
    FlagFilters<"is_active"> {}

/** What a list of memberships can be filtered by. */
export interface MembershipFilters
  extends Searchable,
    NumberFilters<"id">,
    TextFilters<"role", MembershipRole>,
    ValueFilters<"user" | "team"> {}

/** Users, teams, and who is in which team. */
export interface UsersEndpoints {
  readonly "users/users": Collection<User, UserFilters, UserInput>;
  readonly "users/teams": Collection<Team, TeamFilters, TeamInput, TeamUpdate>;
  readonly "users/memberships": Collection<Membership, MembershipFilters, MembershipInput>;
  readonly "users/membership-choices/role": Document<Readonly<Record<MembershipRole, string>>>;
}
