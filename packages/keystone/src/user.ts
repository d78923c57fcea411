/** The user that login and whoami answer with, as any reader of the record sees it. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly department: string | null;
  readonly role: string | null;
  readonly is_active: boolean;
  readonly is_staff: boolean;
  readonly display_name: string;
  readonly abbreviation: string;
}
