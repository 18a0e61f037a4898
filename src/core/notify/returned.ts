import { formatInstant } from "../model/instant.ts";
import type { Told } from "./compose.ts";
import { counted } from "./counted.ts";
import { MOST_ROWS, type NoticeSection } from "./notice.ts";

/** Deleted devices that are back: each may stand without protection. */
export function returned({ facts, covers, tenantName }: Told): NoticeSection | undefined {
  const back = facts.filter((fact) => fact.kind === "device_returned").filter(({ tenant }) => covers(tenant));
  if (back.length === 0) return undefined;
  return {
    topic: "return",
    title: `${counted(back.length, "deleted device is", "deleted devices are")} back`,
    text: [
      "Each may stand without protection: help it first (`rollcall recover` tells how).",
      "The brake is on and nothing more is deleted. Release it with `rollcall resume` when it is known why this happened.",
    ],
    columns: [
      ["hostname", "Device"],
      ["tenantName", "Tenant"],
      ["deletedAt", "Deleted"],
      ["returnedAt", "Back since"],
      ["signs", "Signs"],
    ],
    rows: back.slice(0, MOST_ROWS).map((fact) => ({
      hostname: fact.hostname,
      tenant: fact.tenant,
      tenantName: tenantName(fact.tenant),
      endpoint: fact.endpoint,
      ...(fact.newEndpoint !== undefined && { newEndpoint: fact.newEndpoint }),
      deletedAt: formatInstant(fact.deletedAt),
      returnedAt: formatInstant(fact.returnedAt),
      signs: fact.signs,
    })),
    more: Math.max(0, back.length - MOST_ROWS),
  };
}
