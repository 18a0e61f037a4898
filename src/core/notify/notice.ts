// What people are told by mail or chat: one notice for everything that came up since the last one, in sections. A view of the
// ledger; it decides nothing, and holds no secret.

/** What a notice may be about; a recipient chooses among them. */
export const TOPICS = [
  "return", // a device that we deleted is back
  "breaker", // something stopped deletions: a breaker, the brake
  "before_run", // what the next run will delete if nothing changes
  "after_run", // what was deleted, and what was not
  "review", // cases that wait for a person
  "findings", // silent agents, unprotected computers and the like
] as const;
export type Topic = (typeof TOPICS)[number];

/** Those that should not wait until somebody reads his mail. */
export const URGENT: ReadonlySet<Topic> = new Set(["return", "breaker"]);

/** A cell of a row; a machine reads it by its key. */
export type Cell = string | number | readonly string[];

export interface NoticeSection {
  readonly topic: Topic;
  /** One sentence, such as `2 devices that were deleted are back`. */
  readonly title: string;
  /** What it means and what to do, in sentences. */
  readonly text: readonly string[];
  /** Keys of the rows that people are shown, with their headings. */
  readonly columns: readonly (readonly [key: string, heading: string])[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** How many more there are than rows. */
  readonly more: number;
}

export interface Notice {
  readonly urgent: boolean;
  /** For the subject of a mail. */
  readonly subject: string;
  /** In the order of TOPICS; never empty. */
  readonly sections: readonly NoticeSection[];
  /** The newest entry of the ledger it tells of: with the name of its recipient, its identity. */
  readonly through: number;
}

/** Rows of one section. Chats cut off after some fifty blocks, and nobody reads more in a mail. */
export const MOST_ROWS = 50;
