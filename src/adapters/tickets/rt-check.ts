import type { TicketRight } from "../../ports/ticket-desk.ts";
import type { DeskRead } from "./desk-call.ts";
import { RtQueue, RtUser } from "./rt-records.ts";
import type { RtSetup } from "./rt-setup.ts";

type Get = (path: string, purpose: string, signal: AbortSignal) => Promise<DeskRead>;

/** What the queue must have and the account must be allowed, as far as reads tell it. */
export async function checkRt(
  { queue, account, fields }: Pick<RtSetup, "queue" | "account" | "fields">,
  get: Get,
  signal: AbortSignal,
): Promise<readonly TicketRight[]> {
  const read = await get(`/queue/${encodeURIComponent(queue)}`, "check queue", signal);
  const found = read.kind === "json" ? RtQueue.safeParse(read.value) : undefined;
  if (found?.success !== true)
    return [
      { right: `see queue ${queue}`, held: false, remedy: `create it, or give ${account} SeeQueue on it` },
    ];
  const has = (name: string): boolean => found.data.TicketCustomFields.some((field) => field.name === name);
  const mayCreate = found.data["_hyperlinks"].some(({ ref, type }) => ref === "create" && type === "ticket");
  const user = await get(`/user/${encodeURIComponent(account)}`, "check account", signal);
  const self = user.kind === "json" ? RtUser.safeParse(user.value) : undefined;
  return [
    { right: `see queue ${queue}`, held: true, remedy: "" },
    { right: "create tickets in it", held: mayCreate, remedy: `give ${account} CreateTicket on it` },
    ...Object.values(fields).map((name) => ({
      right: `see custom field ${name}`,
      held: has(name),
      remedy: `apply it to the queue, and give ${account} SeeCustomField and ModifyCustomField on it`,
    })),
    {
      right: `be ${account}`,
      // RT shows the groups of a user to that user and to administrators only.
      held: self?.success === true && self.data.Name === account && self.data.Memberships !== undefined,
      remedy: "tickets.account must be the user that the token belongs to",
    },
    {
      right: "change tickets in it",
      held: "unknown",
      remedy: `only a change proves it: ${account} needs ModifyTicket, CommentOnTicket and ShowTicketComments`,
    },
  ];
}
