// Apart from the schema: the command line names the roles, and starts without zod.

/** From the least to the most: each may what those before it may. */
export const ROLES = ["viewer", "reviewer", "operator", "administrator"] as const;
