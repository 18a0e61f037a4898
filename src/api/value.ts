// Values that every part of the contract is made of.
import * as z from "zod";

/** An instant: RFC 3339, UTC. */
export const time = z.iso.datetime();

/** What a source did not say, or said illegibly: `{ "unknown": "missing" | "invalid" | "unreadable" }`. Never a default. */
export const Unknown = z.object({
  unknown: z.enum(["missing", "invalid", "unreadable"]),
  raw: z.string().optional(),
});

/** A value, or why it is not known. */
export const maybe = <T extends z.ZodType>(of: T) => z.union([of, Unknown]);

/** Said in a line: a longer story belongs into a ticket. */
export const line = (longest: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/\S/)
    .regex(/^\P{Cc}*$/u, "must be one line, without control characters");

/** Why somebody does something: it stands in the ledger. */
export const Why = line(500);

export const Disposition = z.enum(["keep", "review", "retire"]);
export const Mode = z.enum(["observe", "dry-run", "enforce"]);

/** How many there are in all: counted up to a limit, and beyond it only that there are more. */
export const Total = z.object({ count: z.int(), exact: z.boolean() });

/** What a list takes: `cursor` as the page before gave it in `next`, and at most so many. */
export const paging = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

/** A page: the rest begins at `next`, and there is none without it. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional(), total: Total });

/** Several words of a list in one parameter, parted by commas. */
export const words = <const T extends readonly [string, ...string[]]>(of: T) =>
  z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(of)).min(1));

/** A reason or a finding with what it rests on: coded facts by name. */
export const Facts = z.record(z.string(), z.unknown());

/** One endpoint within its tenant. */
export const DeviceKey = z.object({ tenant: z.string(), endpoint: z.string() });
