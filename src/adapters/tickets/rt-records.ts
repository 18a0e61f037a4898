// What Request Tracker's REST2 sends, as far as it is used. Ids come as numbers here and as texts there.
import * as z from "zod";

const id = z.union([z.string(), z.number()]).transform(String);
const named = z.looseObject({ id });
const customField = z.looseObject({
  id,
  name: z.string(),
  // One that was emptied holds null.
  values: z.array(z.string().nullable()).transform((values) => values.filter((value) => value !== null)),
});

export const RtTicket = z.looseObject({
  id,
  EffectiveId: named,
  Status: z.string(),
  Queue: named,
  Creator: named,
  Requestor: z.array(named),
  CustomFields: z.array(customField),
});
export type RtTicket = z.output<typeof RtTicket>;

export const RtTransaction = z.looseObject({
  id: z.union([z.string().regex(/^\d+$/), z.int()]).transform(String),
  Type: z.string(),
  Field: z.string().nullish(),
  OldValue: z.string().nullish(),
  NewValue: z.string().nullish(),
  Creator: named,
  Created: z.string(),
});
export type RtTransaction = z.output<typeof RtTransaction>;

export const RtFound = z.looseObject({
  id,
  Status: z.string(),
  CustomFields: z.array(customField),
});

export const rtPage = <T extends z.ZodType>(item: T) => z.looseObject({ items: z.array(item) });

export const RtCreated = z.looseObject({ id });

export const RtQueue = z.looseObject({
  id,
  TicketCustomFields: z.array(z.looseObject({ id, name: z.string() })),
  _hyperlinks: z.array(z.looseObject({ ref: z.string(), type: z.string().optional() })),
});

export const RtUser = z.looseObject({ Name: z.string(), Memberships: z.array(z.unknown()).optional() });

/** The values of a custom field; undefined when the ticket has none of that name, or our account may not see it. */
export const fieldOf = (ticket: Pick<RtTicket, "CustomFields">, name: string) =>
  ticket.CustomFields.find((field) => field.name === name);
