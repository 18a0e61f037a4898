import type { pullBrake } from "../../../src/api/brake.ts";
import type { Overview } from "../../../src/api/overview.ts";
import type { Parsed } from "../../../src/api/route.ts";
import type { LiveEvent } from "../../../src/api/runs.ts";
import type { Estate } from "../estate.ts";
import type { Answering } from "./answering.ts";

export function overviewAnswering(estate: Estate, tell: (event: LiveEvent) => void): Answering {
  const { ago, tenants, devices, cases } = estate;
  let brake: Overview["brake"];
  const countOf = (disposition: string | undefined): number =>
    devices.filter((device) => device.disposition === disposition).length;
  const sources = [
    ...tenants.map(({ id, name }, index) => ({
      kind: "tenant" as const,
      id,
      name,
      coverage: index === 4 ? ("incomplete" as const) : ("complete" as const),
      finishedAt: ago(0.1),
      completeAt: ago(index === 4 ? 3 : 0.1),
      counted: devices.filter(({ tenant }) => tenant === id).length,
      decides: index !== 4,
    })),
    {
      kind: "directory" as const,
      id: "corp",
      name: "corp",
      coverage: "complete" as const,
      finishedAt: ago(0.1),
      completeAt: ago(0.1),
      counted: 5230,
      decides: true,
    },
  ];
  const notCovered = [
    {
      tenant: "t-lost",
      name: "Willow Housing",
      code: "forbidden",
      detail: "Central answers 403: the credential has no right to read its endpoints.",
    },
  ];
  return {
    readOverview: (): Overview => ({
      at: ago(0),
      mode: "enforce",
      fleet: {
        keep: countOf("keep"),
        review: countOf("review"),
        retire: countOf("retire"),
        unjudged: countOf(undefined),
      },
      trend: Array.from({ length: 30 }, (_, index) => ({
        day: ago(29 - index).slice(0, 10),
        keep: 4400 + index,
        review: 430 - index * 3 + (index % 5) * 6,
        retire: 180 - index * 2 + (index % 4) * 3,
        deleted: index % 7 > 4 ? 0 : Math.floor(index / 3) + 2,
      })),
      ramp: {
        step: 2,
        steps: [5, 25, 100, 250],
        perDay: 25,
        cleanDays: 4,
        advanceAfterCleanDays: 7,
        nextPerDay: 100,
      },
      budget: { used: 11, left: 14 },
      ...(brake !== undefined && { brake }),
      breakers: [
        {
          code: "share_exceeded",
          tenant: tenants[2]?.id,
          tenantName: tenants[2]?.name,
          figures: { candidates: 61, endpoints: 834, limit: 41 },
          remedy: "Find out why there are so many. If it is right, raise limits.maxShareOfTenant.",
        },
      ],
      enforce: { allowed: true, dryRunAt: ago(6), hindrances: [] },
      sources: { deciding: 6, of: 7, stale: sources.filter(({ decides }) => !decides) },
      notCovered,
      waiting: {
        open: cases.filter(({ state }) => state === "open").length,
        approved: 11,
        expired: 11,
        queued: 210,
        soon: 14,
        quarantined: 2,
        holdsExpired: 1,
        openIntents: 1,
        parkedSinks: 1,
      },
      returns: { deletions: 412, returns: 3, rate: 3 / 412, medianRestoreMs: 7_800_000 },
      undo: Array.from({ length: 6 }, (_, index) => ({
        tenant: tenants[index % 3]?.id ?? "",
        tenantName: tenants[index % 3]?.name ?? "",
        endpoint: `gone-${index}`,
        hostname: `HAM-PC-71${index}0`,
        deletedAt: ago(28 - index * 3),
        restorableUntil: ago(-2 - index * 3),
        daysLeft: 2 + index * 3,
      })),
      lastRuns: [{ mode: "enforce", completedAt: ago(0.1) }],
      nextRunAt: ago(-0.4),
    }),
    listTenants: () => ({
      items: tenants.map(({ id, name }) => {
        const own = devices.filter(({ tenant }) => tenant === id);
        const having = (disposition: string): number =>
          own.filter((one) => one.disposition === disposition).length;
        return {
          id,
          name,
          dataRegion: "eu-central-1",
          endpoints: own.length,
          keep: having("keep"),
          review: having("review"),
          retire: having("retire"),
        };
      }),
      notCovered,
    }),
    listSources: () => ({ items: sources }),
    pullBrake: ({ body }: Parsed<typeof pullBrake>) => {
      brake = { pulledAt: ago(0), pulledBy: "Sam Rivera", reason: body.reason };
      tell({ kind: "changed", what: "brake" });
      return { brake };
    },
    releaseBrake: () => {
      const released = brake !== undefined;
      brake = undefined;
      tell({ kind: "changed", what: "brake" });
      return { released };
    },
  };
}
