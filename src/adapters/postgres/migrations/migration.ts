/** One step of the schema, forward only. Once released its text is never changed: the next step corrects it. */
export interface Migration {
  /** 1, 2, 3 …: its place and its name in the table of versions. */
  readonly version: number;
  readonly sql: string;
}
