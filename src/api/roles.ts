import * as z from "zod";

/** From the least to the most: each may what those before it may. */
export const ROLES = ["viewer", "reviewer", "operator", "administrator"] as const;

export const Role = z.enum(ROLES);
export type Role = z.output<typeof Role>;
