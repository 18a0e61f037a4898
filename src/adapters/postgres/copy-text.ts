// Text on its way into the database.

/**
 * A text as PostgreSQL can store it: it refuses U+0000 and lone surrogates, which a device name may contain. Both become
 * U+FFFD, so that one odd record does not spoil the reading of a tenant.
 */
export const storable = (text: string): string =>
  text.replaceAll(/\p{Surrogate}/gu, "\uFFFD").replaceAll("\0", "\uFFFD");

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A value in COPY's text format (PostgreSQL manual, COPY, "Text Format"). */
export function copyField(value: string | number | boolean | null): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return String(value);
  return storable(value).replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Chunks of about 64 KiB: fewer are round trips, larger ones memory. */
const CHUNK = 65_536;

/** Rows in COPY's text format, in chunks. */
export function* copyText(rows: Iterable<readonly (string | number | boolean | null)[]>): Generator<string> {
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(copyField).join("\t")}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
