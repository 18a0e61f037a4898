import { listDeletions as deletionLines } from "../../flows/list-deletions.ts";
import { markReturned as mark } from "../../flows/mark-returned.ts";
import { readPassword } from "../../flows/read-password.ts";
import { recoverOne, type Recovery } from "../../flows/recover.ts";
import type { ApiSession } from "./api-session.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { deletionView, recoveryView } from "./deletion-views.ts";
import { deviceReached, unknownDevice } from "./device-reached.ts";
import { reaches, type Caller, type Handlers } from "./handler.ts";
import { isRefusal, refuse, type Refusal } from "./refusal.ts";
import { tenantsAsked } from "./tenants-asked.ts";
import { timeText } from "./time-views.ts";

const ORDER = "deletions";

const listDeletions: Handlers["listDeletions"] = async ({ query }, caller, session) => {
  const tenants = tenantsAsked(query.tenant, caller);
  if (tenants === undefined) return refuse("unknown_here", "No tenant of yours has this id.");
  const [before] =
    query.cursor === undefined ? [] : (readCursor(ORDER, query.cursor, [["number"]]) ?? [null]);
  if (before === null || typeof before === "string")
    return refuse("input_not_understood", "cursor: it is none of this list.");
  const { search, outcome, returned, restorable, limit } = query;
  const asked = {
    tenants,
    ...(search !== undefined && { search }),
    ...(outcome !== undefined && { outcomes: outcome }),
    ...(returned !== undefined && { returned }),
    ...(restorable !== undefined && { restorable }),
  };
  const { items, next, total } = await deletionLines(asked, { before, limit }, session);
  return {
    items: items.map(deletionView),
    next: next === undefined ? undefined : writeCursor(ORDER, [next]),
    total: { ...total },
  };
};

const readRecovery: Handlers["readRecovery"] = async ({ params }, caller, session) => {
  const found = await recoveryReached(params, caller, session);
  if (isRefusal(found)) return found;
  return recoveryView(found, await session.store.returns.of({ ...found.device, plan: found.plan }));
};

/** The ledger has it before the answer leaves. */
const revealPassword: Handlers["revealPassword"] = async ({ params, body }, caller, session) => {
  const found = await recoveryReached(params, caller, session);
  if (isRefusal(found)) return found;
  const reading = await readPassword(found, body.reason.trim(), session);
  if (reading.kind === "refused") return refuse(reading.code, reading.detail);
  const { password, previousPasswords } = reading.tamper;
  return { password, previous: previousPasswords.map((one) => ({ ...one })) };
};

const markReturned: Handlers["markReturned"] = async ({ params, body }, caller, session) => {
  const found = await recoveryReached(params, caller, session);
  if (isRefusal(found)) return found;
  const { store, clock, ramp } = session;
  const marked = await mark(found, body.lesson.trim(), { store, clock, ramp, actor: caller.principal.actor });
  const back = await store.returns.of({ ...found.device, plan: found.plan });
  return {
    returnedAt: timeText(back?.returnedAt ?? clock.now()),
    brakePulled: marked === "recorded",
  };
};

/** The deletion of a path. Of others with its name only those are told that the caller may know of. */
async function recoveryReached(
  params: Parameters<typeof deviceReached>[0],
  caller: Caller,
  session: ApiSession,
): Promise<Recovery | Refusal> {
  const key = deviceReached(params, caller);
  if (key === undefined) return unknownDevice();
  const found = await recoverOne(key, session);
  if (found.kind === "refused")
    return found.code === "never_deleted" ? refuse("never_deleted", found.detail) : unknownDevice();
  return { ...found, others: found.others.filter(({ tenant }) => reaches(caller, tenant)) };
}

/** Deletions and the ways back from them. */
export const deletionHandlers: Pick<
  Handlers,
  "listDeletions" | "readRecovery" | "revealPassword" | "markReturned"
> = { listDeletions, readRecovery, revealPassword, markReturned };
