/** The beginning of a list that may be long, and how long it is. */
export interface Excerpt<Row> {
  readonly rows: readonly Row[];
  readonly of: number;
}

/** More rows than that nobody reads on a page, and a browser draws slowly: the files have all of them. */
export const PAGE_ROWS = 1_000;

/** Gathers an excerpt row by row, in memory that does not grow with the list. */
export class Excerpted<Row> implements Excerpt<Row> {
  readonly rows: Row[] = [];
  of = 0;

  add(row: Row): void {
    this.of += 1;
    if (this.rows.length < PAGE_ROWS) this.rows.push(row);
  }
}
