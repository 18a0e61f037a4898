import { addHold as add, holdEnd, liftHold as lift, type HoldRefusal } from "../../flows/holds.ts";
import { deviceReached, unknownDevice } from "./device-reached.ts";
import { holdView } from "./device-views.ts";
import { reaches, type Handlers } from "./handler.ts";
import { refuse, type Refusal } from "./refusal.ts";

/** Whoever asks is the hold's owner: nobody else can be named through the API. */
const addHold: Handlers["addHold"] = async ({ params, body }, caller, session) => {
  const key = deviceReached(params, caller);
  if (key === undefined) return unknownDevice();
  const end = holdEnd(body.until);
  if (end === undefined) return refuse("end_unreadable", "until: it is no date.");
  const device = { text: key.endpoint, tenant: key.tenant };
  const added = await add(
    { device, end, reason: body.reason, owner: caller.principal.actor },
    { store: session.store, clock: session.clock },
  );
  if (added.kind === "refused") return notHeld(added);
  const hold = (await session.store.holds.of(key.tenant, key.endpoint))[0];
  return hold === undefined ? unknownDevice() : holdView(hold);
};

const liftHold: Handlers["liftHold"] = async ({ params, body }, caller, session) => {
  const key = deviceReached(params, caller);
  if (key === undefined) return unknownDevice();
  const device = { text: key.endpoint, tenant: key.tenant };
  const lifted = await lift({ device, reason: body.reason }, { store: session.store, clock: session.clock });
  if (lifted.kind === "lifted") return { lifted: true };
  return lifted.code === "not_on_hold" ? { lifted: false } : notHeld(lifted);
};

const listHolds: Handlers["listHolds"] = async ({ query }, caller, { store }) => {
  const holds = await store.holds.list(query.all);
  return { items: holds.filter(({ tenant }) => reaches(caller, tenant)).map(holdView) };
};

function notHeld({ code, detail }: HoldRefusal): Refusal {
  if (code === "device_unknown" || code === "device_ambiguous" || code === "not_on_hold")
    return unknownDevice();
  return refuse(code, detail);
}

/** Holds: what is not to be touched until a date. */
export const holdHandlers: Pick<Handlers, "addHold" | "liftHold" | "listHolds"> = {
  addHold,
  liftHold,
  listHolds,
};
