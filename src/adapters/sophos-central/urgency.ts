import type { Urgency } from "../../core/model/rate-window.ts";
import type { Purpose } from "./request-count.ts";

/** What a deletion waits for is urgent: one device's record, the lists that verifying asks, its dossier, and the token of all. */
export const URGENCY: Readonly<Record<Purpose, Urgency>> = {
  token: "urgent",
  whoami: "urgent",
  tenants: "bulk",
  endpoints: "bulk",
  endpoint: "urgent",
  alerts: "urgent",
  migrations: "urgent",
  groups: "bulk",
  events: "bulk",
  downloads: "urgent",
  tamper: "urgent",
  remove: "urgent",
};
