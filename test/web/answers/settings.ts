import type { createToken, revokeToken } from "../../../src/api/settings.ts";
import type { listLedger } from "../../../src/api/ledger.ts";
import type { parkSink } from "../../../src/api/outbox.ts";
import type { Parsed } from "../../../src/api/route.ts";
import type { Estate } from "../estate.ts";
import { Refused } from "../refused.ts";
import { type Answering, isAny } from "./answering.ts";

const KINDS = [
  ["removal_settled", "HAM-PC-7001 was deleted and read back as gone."],
  ["removal_intended", "The deletion of HAM-PC-7001 is intended, by plan plan-29."],
  ["case_answered", "Case 117 was approved by Ines Albers through console."],
  ["collection_finished", "Adler Logistics: 834 endpoints, complete."],
  ["plan_frozen", "Plan plan-29 was frozen with 25 items."],
] as const;

export function settingsAnswering(estate: Estate): Answering {
  const { ago } = estate;
  const ENTRIES = 3200;
  const ledger = Array.from({ length: ENTRIES }, (_, index) => {
    const seq = ENTRIES - index;
    const [kind, text] = KINDS[seq % KINDS.length] ?? KINDS[0];
    return {
      seq,
      at: ago(index / 90),
      actor: seq % 5 === 2 ? "person:Ines Albers" : "rollcall",
      kind,
      text,
      fact: { kind, plan: "plan-29", endpoint: `gone-${index}` },
      hash: seq.toString(16).padStart(64, "0"),
    };
  });
  const tokens = [
    {
      name: "nightly-export",
      role: "viewer" as "viewer" | "reviewer" | "operator" | "administrator",
      tenants: "all" as "all" | string[],
      createdAt: ago(80),
      createdBy: "Sam Rivera",
      expiresAt: ago(-12),
      lastUsedAt: ago(0.3),
    },
  ];
  const sinks = [
    {
      sink: "splunk",
      cursor: ENTRIES,
      behind: 0,
      deliveredAt: ago(0.01),
      failures: 0,
      setAside: 0,
      configured: true,
    },
    {
      sink: "teams",
      cursor: ENTRIES - 40,
      behind: 40,
      deliveredAt: ago(2),
      failures: 6,
      failure: "The hook answers 410 Gone.",
      parked: { parkedAt: ago(1.5), because: "failed_too_often" } as
        | { parkedAt: string; because: string; reason?: string }
        | undefined,
      setAside: 2,
      configured: true,
    },
  ];
  const sink = (name: string) => {
    const found = sinks.find((one) => one.sink === name);
    if (found === undefined) throw new Refused(404, "no_such_sink", "There is no such sink.");
    return found;
  };
  return {
    readMe: () => ({
      name: "Sam Rivera",
      actor: "person:Sam Rivera",
      via: "session",
      grants: [{ role: "administrator", tenants: "all" }],
      role: "administrator",
      allTenants: true,
      mode: "enforce",
      version: "0.1.0",
    }),
    readSettings: () => ({
      version: "0.1.0",
      mode: "enforce",
      store: "postgresql",
      directories: [{ name: "corp", type: "active-directory" }],
      tickets: { desk: "jira", per: "case" },
      siem: [{ name: "splunk", type: "splunk" }],
      notify: [{ name: "teams", type: "webhook" }],
      hooks: [{ name: "node-red", may: ["keep", "hold"] }],
      signIn: { oidc: "https://login.example", local: true },
      roles: [
        { group: "Rollcall admins", role: "administrator", tenants: "all" },
        { group: "Service desk", role: "reviewer", tenants: estate.tenants.slice(0, 2).map(({ id }) => id) },
      ],
      vault: true,
    }),
    listWorkers: () => ({
      workers: [
        { host: "rollcall-1", kind: "serve" as const, pid: 211, silent: false },
        {
          host: "rollcall-2",
          kind: "worker" as const,
          pid: 87,
          silent: false,
          refuses: "clock_off" as const,
        },
      ].map((one) => ({
        ...one,
        id: one.host,
        version: "0.1.0",
        startedAt: ago(3),
        heardAt: ago(0),
      })),
      deadJobs: [
        {
          kind: "read-tenant",
          of: estate.tenants[0]?.id ?? "",
          run: "run-12",
          code: "WORKER_LOST",
          diedAt: ago(1),
        },
      ],
    }),
    listTokens: () => ({ items: tokens }),
    createToken: ({ body }: Parsed<typeof createToken>) => {
      const view = {
        name: body.name,
        role: body.role,
        tenants: body.tenants,
        createdAt: ago(0),
        createdBy: "Sam Rivera",
        expiresAt: ago(-body.days),
      };
      tokens.unshift(view as never);
      return { token: "rct_4nQ8s1mQ2vX0example", view };
    },
    revokeToken: ({ params }: Parsed<typeof revokeToken>) => {
      const at = tokens.findIndex(({ name }) => name === params.name);
      if (at >= 0) tokens.splice(at, 1);
      return { revoked: at >= 0 };
    },
    listSinks: () => ({ items: sinks }),
    parkSink: ({ params, body }: Parsed<typeof parkSink>) => {
      const one = sink(params.sink);
      one.parked = { parkedAt: ago(0), because: "person", reason: body.reason };
      return { sink: one };
    },
    retrySink: ({ params }: Parsed<typeof parkSink>) => {
      const one = sink(params.sink);
      one.parked = undefined;
      one.failures = 0;
      return { sink: one };
    },
    listLedger: ({ query }: Parsed<typeof listLedger>) => {
      const { before, limit, kind, actor, about } = query;
      const found = ledger.filter(
        (row) =>
          (before === undefined || row.seq < before) &&
          isAny(kind, [row.kind]) &&
          (actor === undefined || row.actor.includes(actor)) &&
          (about === undefined || JSON.stringify(row.fact).includes(about)),
      );
      const items = found.slice(0, limit);
      return {
        items,
        ...(found.length > limit && { next: items.at(-1)?.seq }),
        entries: ENTRIES,
        kinds: KINDS.map(([code]) => code),
      };
    },
    verifyLedger: () => ({ whole: true, entries: ENTRIES, head: "0".repeat(61) + "c80" }),
  };
}
