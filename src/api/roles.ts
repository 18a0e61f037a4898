import * as z from "zod";
import { ROLES } from "./role-names.ts";

export const Role = z.enum(ROLES);
export type Role = z.output<typeof Role>;
