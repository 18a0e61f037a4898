// Characters that were lost before the export was written: a name that has some is not the directory's name.
import { textOf, type ExportEntry } from "./export-entry.ts";
import { ExportProblem, shown } from "./export-problem.ts";
import type { Attribute } from "./property-names.ts";

const NAMES: readonly Attribute[] = [
  "dn",
  "cn",
  "samaccountname",
  "dnshostname",
  "managedby",
  "member",
  "userprincipalname",
  "displayname",
  "mail",
];

/**
 * Refuses an entry with U+FFFD in a name, and, where `ascii` says that the writer knew ASCII only (Export-Csv of
 * Windows PowerShell 5.1 without -Encoding), one with the `?` that it puts in the place of every other character.
 */
export function refuseLostCharacters(entry: ExportEntry, ascii: boolean): void {
  for (const attribute of NAMES)
    for (const value of entry.values.get(attribute) ?? []) {
      const text = textOf(value);
      if (!text.includes("\uFFFD") && !(ascii && text.includes("?"))) continue;
      throw new ExportProblem(
        "record",
        value.at(),
        `${shown(text)} has lost a character on its way into the export: export it as Unicode (-Encoding UTF8)`,
      );
    }
}
