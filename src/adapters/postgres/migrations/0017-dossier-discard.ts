import type { Migration } from "./migration.ts";

/** The ledger entry that says who discarded a dossier's passwords, when and why. */
export const dossierDiscard: Migration = {
  version: 17,
  sql: `
alter table rollcall.dossier add column discarded_entry bigint;
`,
};
