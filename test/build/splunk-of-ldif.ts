import { guidOf, sidOf } from "../../src/adapters/directory-export/binary-values.ts";
import { textOf, type EntryValue } from "../../src/adapters/directory-export/export-entry.ts";
import { readLdif } from "../../src/adapters/directory-file/ldif.ts";
import type { Row } from "../../src/adapters/splunk-search/answer-line.ts";

/** An LDIF export of the simulated world as the rows that a dump of it in a Splunk gives. */
export async function rowsOfLdif(ldif: string, time: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  async function* text(): AsyncGenerator<string> {
    yield ldif;
  }
  for await (const entries of readLdif(text))
    for (const { values } of entries)
      rows.push({
        _time: time,
        ...Object.fromEntries(
          [...values].map(([attribute, list]) => {
            const texts = [...new Set(list.map((value) => shownAs(attribute, value)))];
            return [attribute, texts.length === 1 ? (texts[0] ?? "") : texts];
          }),
        ),
      });
  return rows;
}

function shownAs(attribute: string, value: EntryValue): string {
  if (attribute === "objectguid") return guidOf(value) ?? "";
  if (attribute === "objectsid") return sidOf(value) ?? "";
  return textOf(value);
}
