import { stringify } from "csv-stringify/sync";

/** A cell; undefined where there is nothing to tell. */
export type Cell = string | number | undefined;

/**
 * A CSV file, row by row, as spreadsheets read it: UTF-8 with its mark, CRLF, and no cell that begins a formula (such a one gets
 * an apostrophe in front, the convention of spreadsheets for "this is text").
 */
export async function* csv(
  head: readonly string[],
  rows: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<string> {
  const text = (lines: readonly (readonly Cell[])[], bom: boolean): string =>
    stringify([...lines], { bom, escape_formulas: true, record_delimiter: "windows" });
  yield text([head], true);
  for await (const batch of rows) if (batch.length > 0) yield text(batch, false);
}
