import type { Digest } from "../../core/model/ids.ts";
import type { HookMessageStore } from "../../ports/hook-message-store.ts";
import { countWritten, type Sql } from "./sql.ts";

interface StoredMessage {
  readonly digest: Digest;
  readonly status: number;
  readonly body: string;
}

/** Messages of hooks over one connection or transaction. */
export const hookMessageStore = (sql: Sql): HookMessageStore => ({
  find: async (hook, id) => {
    const [row] = await sql.query<StoredMessage>(
      "select digest, status, body from rollcall.hook_message where hook = $1 and message_id = $2",
      [hook, id],
    );
    return row && { hook, id, digest: row.digest, answer: { status: row.status, body: row.body } };
  },
  // Waits for another transaction that writes the same one, and then finds it there.
  remember: async ({ hook, id, digest, answer }, at) =>
    (await countWritten(
      sql,
      `insert into rollcall.hook_message (hook, message_id, digest, status, body, answered_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [hook, id, digest, answer.status, answer.body, at],
    )) === 1,
  forget: async (before) =>
    countWritten(sql, "delete from rollcall.hook_message where answered_at < $1", [before]),
});
