import type { Param } from "./sql.ts";

/** One session of a database. It throws Faults and Bugs only: nothing raw leaves a driver. */
export interface Session {
  run(text: string, params: readonly Param[]): Promise<readonly unknown[]>;
  script(text: string): Promise<void>;
  /** `COPY … FROM STDIN`, in text format. */
  copy(table: string, columns: readonly string[], chunks: Iterable<string>): Promise<void>;
}

/** The part that differs between the engines. */
export interface Driver {
  /** Hands out a session that nobody else uses until `work` ends; one whose work failed is not used again as it is. */
  withSession<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** After so many characters were written and committed: room for what the engine does not do by itself. */
  tidy(writtenCharacters: number): Promise<void>;
  close(): Promise<void>;
}
