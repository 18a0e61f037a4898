// Our own reader, because no maintained streaming reader of LDIF (RFC 2849) tells the line and column of a value.
import type { ExportEntry } from "../directory-export/export-entry.ts";
import { ExportProblem } from "../directory-export/export-problem.ts";
import { ldifGatherer, type LdifEntry } from "./ldif-gatherer.ts";
import { ldifLines, type LdifLine } from "./ldif-lines.ts";
import type { Attribute } from "../directory-export/property-names.ts";

async function* ldifEntries(text: AsyncIterable<string>): AsyncGenerator<readonly LdifEntry[]> {
  const gatherer = ldifGatherer();
  let last: LdifLine | undefined;
  for await (const lines of ldifLines(text)) {
    const entries: LdifEntry[] = [];
    for (const line of lines) {
      const ended = line.unterminated ? endingIn(gatherer, line) : gatherer.take(line);
      if (ended !== undefined) entries.push(ended);
      last = line;
    }
    if (entries.length > 0) yield entries;
  }
  gatherer.end(last);
}

// A last line without its line break may be half a value, so whatever is wrong with it is a cut.
function endingIn(gatherer: ReturnType<typeof ldifGatherer>, line: LdifLine): LdifEntry | undefined {
  try {
    return gatherer.take(line);
  } catch (error) {
    if (!(error instanceof ExportProblem)) throw error;
    throw new ExportProblem("cut", error.at, `ends in the middle of a line: ${error.message}`, error);
  }
}

/** Every attribute that occurs anywhere in the file. A cut is left to the reading itself to tell. */
async function attributesIn(text: AsyncIterable<string>): Promise<Set<Attribute>> {
  const seen = new Set<Attribute>();
  try {
    for await (const entries of ldifEntries(text))
      for (const entry of entries) for (const attribute of entry.named) seen.add(attribute);
  } catch (error) {
    if (!(error instanceof ExportProblem && error.scope === "cut")) throw error;
  }
  return seen;
}

/**
 * Reads an LDIF export in flat memory, in two passes: LDIF does not say which attributes were asked for, so the first
 * pass sees which occur at all. Throws ExportProblem.
 * @param open gives the text from its beginning, each time it is called.
 */
export async function* readLdif(open: () => AsyncIterable<string>): AsyncGenerator<readonly ExportEntry[]> {
  const asked = await attributesIn(open());
  for await (const entries of ldifEntries(open()))
    yield entries.map(({ at, values, partial }) => ({ at, values, partial, asked }));
}
