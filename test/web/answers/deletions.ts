import type * as z from "zod";
import type { Deletion, listDeletions, readRecovery } from "../../../src/api/deletions.ts";
import type { Parsed } from "../../../src/api/route.ts";
import type { Estate } from "../estate.ts";
import { Refused } from "../refused.ts";
import { type Answering, isAny, pageOf } from "./answering.ts";

export function deletionsAnswering(estate: Estate): Answering {
  const { ago, tenants } = estate;
  const deletions = Array.from({ length: 412 }, (_, index): z.output<typeof Deletion> => {
    const age = 0.5 + index / 4;
    const tenant = tenants[index % tenants.length];
    return {
      tenant: tenant?.id ?? "",
      tenantName: tenant?.name ?? "",
      endpoint: `gone-${index}`,
      hostname: `HAM-PC-7${String(index).padStart(3, "0")}`,
      plan: `plan-${29 - Math.floor(index / 25)}`,
      intendedAt: ago(age),
      ...(index !== 0 && { settledAt: ago(age - 0.001) }),
      outcome: index === 0 ? "unconfirmed" : index % 40 === 9 ? "failed" : "retired",
      restorableUntil: ago(age - 30),
      daysLeft: Math.max(0, Math.floor(30 - age)),
      ...([14, 60, 200].includes(index) && { returnedAt: ago(age - 0.4) }),
    };
  });
  const find = (endpoint: string): z.output<typeof Deletion> => {
    const found = deletions.find((one) => one.endpoint === endpoint);
    if (found === undefined) throw new Refused(404, "no_such_deletion", "There is no such deletion.");
    return found;
  };
  return {
    listDeletions: ({ query }: Parsed<typeof listDeletions>) =>
      pageOf(
        deletions.filter(
          (one) =>
            isAny(query.outcome, [one.outcome]) &&
            (query.tenant === undefined || one.tenant === query.tenant) &&
            (query.search === undefined ||
              one.hostname.toLowerCase().startsWith(query.search.toLowerCase())) &&
            (query.returned === undefined || (one.returnedAt !== undefined) === query.returned) &&
            (query.restorable !== true || one.daysLeft > 0),
        ),
        query,
      ),
    readRecovery: ({ params }: Parsed<typeof readRecovery>) => {
      const deletion = find(params.endpoint);
      return {
        deletion,
        planned: { lastSeenAt: ago(210), daysInactive: 205, accepted: ["vip_unknown"], approved: [] },
        dossier: {
          kind: "open",
          savedAt: deletion.intendedAt,
          passwordKept: true,
          installerUrl: "https://central.example/download/installer.exe",
        },
        passwordListedUntil: [
          { days: 14, untilAt: ago(-3), open: deletion.daysLeft > 16 },
          { days: 30, untilAt: deletion.restorableUntil, open: deletion.daysLeft > 0 },
        ],
        ways: [
          {
            code: "restore",
            when: "The device is there and Central still lists it among the deleted.",
            steps: [
              "In Central, open Devices, then Recently deleted.",
              "Choose the device by its id and press Restore.",
              "Wait until it reports; Rollcall notices and protects it for 30 days.",
            ],
          },
          {
            code: "reinstall",
            when: "Central no longer lists it, or the agent is broken.",
            steps: [
              "Switch tamper protection off with the saved password.",
              "Run the installer of its tenant.",
            ],
          },
        ],
        others: [],
        ...(deletion.returnedAt !== undefined && {
          returned: {
            returnedAt: deletion.returnedAt,
            noticedAt: deletion.returnedAt,
            signs: ["same_serial_number"],
            lesson: "Was in a cupboard.",
          },
        }),
      };
    },
    revealPassword: () => ({
      password: "k7Q-otter-41-lantern",
      previous: [{ password: "old-heron-88", invalidatedAt: ago(200) }],
    }),
    markReturned: ({ params }: Parsed<typeof readRecovery>) => {
      const deletion = find(params.endpoint);
      deletion.returnedAt = ago(0);
      return { returnedAt: deletion.returnedAt, brakePulled: true };
    },
  };
}
