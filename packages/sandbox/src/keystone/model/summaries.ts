/** The short forms in which records appear inside others. */
export const summaries = {
  user: ["id", "username", "first_name", "last_name", "display_name", "abbreviation", "email", "department", "role"],
  team: ["id", "slug", "name", "is_active"],
  cluster: ["id", "name", "enabled"],
  request: ["id", "title", "status", "active", "expire"],
} as const;
