import type { readSilence, whatIf } from "../../../src/api/policy.ts";
import type { Parsed } from "../../../src/api/route.ts";
import type { Estate } from "../estate.ts";
import type { Answering } from "./answering.ts";

export function policyAnswering(estate: Estate): Answering {
  const { ago, devices } = estate;
  return {
    readPolicy: () => ({
      hash: "77ab".repeat(16),
      dryRunAt: ago(6),
      inactive: { computerDays: 30, serverDays: 90 },
      graceDays: 14,
      accept: ["vip_unknown"],
      acceptable: ["vip_unknown", "os_build_unknown", "vanished_from_directory", "server"],
      protect: [
        { rule: "kiosks: hostname KIOSK-*", reason: "Switched on for two weeks a year", met: 38, mayMeet: 0 },
        { rule: "lab: OU=Lab,DC=corp,DC=example", reason: "Agreed with research", met: 112, mayMeet: 6 },
      ],
      vipPeople: 23,
      stable: { runs: 3, forHours: 72 },
      limits: {
        perRun: 50,
        perTenantPerDay: 25,
        maxShareOfTenant: 0.05,
        rampSteps: [5, 25, 100, 250],
        advanceAfterCleanDays: 7,
        maxShrink: 0.1,
        minSeenLastDay: 1,
        maxFailures: 5,
      },
      review: { answerWithinDays: 14, twoPeople: ["vip_owner"] },
    }),
    readSilence: ({ query }: Parsed<typeof readSilence>) => {
      const cells = new Map<string, { deviceClass: string; days?: number; rest: string; devices: number }>();
      for (const device of devices) {
        if (query.tenant !== undefined && device.tenant !== query.tenant) continue;
        if (device.disposition === undefined) continue;
        const rest = ["directory_not_retired", "protected", "retired_too_recently"].some((code) =>
          device.reasons.includes(code),
        )
          ? "keep"
          : device.disposition === "review"
            ? "review"
            : "retire";
        const deviceClass = device.deviceClass === "server" ? "server" : "computer";
        const key = `${deviceClass} ${device.daysInactive} ${rest}`;
        const cell = cells.get(key) ?? {
          deviceClass,
          ...(device.daysInactive !== undefined && { days: device.daysInactive }),
          rest,
          devices: 0,
        };
        cell.devices++;
        cells.set(key, cell);
      }
      const notJudged = devices.filter(({ disposition }) => disposition === undefined).length;
      return { at: ago(0), cells: [...cells.values()], notJudged };
    },
    whatIf: ({ body }: Parsed<typeof whatIf>) => ({
      devices: devices.length,
      moves:
        (body.computerDays ?? 30) > 30
          ? [
              { from: "retire", to: "keep", devices: 31 },
              { from: "review", to: "keep", devices: 44 },
            ]
          : [],
      examples: devices.slice(0, 5).map(({ tenant, tenantName, endpoint, hostname }) => ({
        tenant,
        tenantName,
        endpoint,
        hostname,
        from: "retire",
        to: "keep",
      })),
    }),
    readBacktest: () => ({
      sinceAt: ago(260),
      rows: (["computer", "server"] as const).flatMap((deviceClass) =>
        [30, 60, 90, 120, 180, 365].map((days) => ({
          deviceClass,
          days,
          inForce: days === (deviceClass === "computer" ? 30 : 90),
          known: days < 365,
          ...(days < 365 && {
            silent: Math.round((deviceClass === "server" ? 2400 : 14_000) / days),
            cameBack: Math.round((deviceClass === "server" ? 4000 : 26_000) / (days * days)),
          }),
        })),
      ),
    }),
  };
}
