// What single values of a Splunk directory must be; messages as in fields.ts.
import * as z from "zod";
import { attributeOf } from "../../adapters/directory-export/property-names.ts";
import { searchProblem } from "../../adapters/splunk-search/search-text.ts";

/** Attributes of which having no value decides something, as Active Directory writes them. */
export const COMPLETABLE = ["managedBy", "servicePrincipalName", "member"] as const;

export const attribute = z
  .string()
  .refine(
    (name) => attributeOf(name) !== undefined,
    "is no attribute that Rollcall reads; see docs/guide/directories.md",
  );

export const splunkSearch = z.string().check((ctx) => {
  const message = searchProblem(ctx.value);
  if (message !== undefined) ctx.issues.push({ code: "custom", message, input: ctx.value });
});

/** Relative (`-24h@h`, `now`), seconds since 1970, or ISO 8601: what it means is Splunk's to say. */
export const timeModifier = z
  .string()
  .regex(/^[\w@:+.()-]{1,64}$/, "is no time modifier of Splunk; write for instance -24h, -7d@d or now");
