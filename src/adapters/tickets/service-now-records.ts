// What ServiceNow's Table API sends, as far as it is used: every value is a text, an absent one an empty text.
import * as z from "zod";

const value = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

export const SnTicket = z.looseObject({
  sys_id: z.string(),
  state: value,
  correlation_id: value,
  correlation_display: value,
  sys_created_by: value,
  sys_created_on: value,
  reopened_time: value,
  "reopened_by.user_name": value,
  "caller_id.user_name": value,
  "opened_by.user_name": value,
});
export type SnTicket = z.output<typeof SnTicket>;
export const TICKET_FIELDS = Object.keys(SnTicket.shape).join(",");

export const SnApproval = z.looseObject({
  sys_id: z.string(),
  sysapproval: value,
  state: value,
  sys_created_by: value,
  sys_created_on: value,
  sys_updated_by: value,
  sys_updated_on: value,
});
export type SnApproval = z.output<typeof SnApproval>;
export const APPROVAL_FIELDS = Object.keys(SnApproval.shape).join(",");

export const SnUser = z.looseObject({ sys_id: z.string(), user_name: value });
export const SnChoice = z.looseObject({ element: value, value: value });
export const snRow = <T extends z.ZodType>(row: T) => z.looseObject({ result: row });
export const snRows = <T extends z.ZodType>(row: T) => z.looseObject({ result: z.array(row) });
