import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CollectAnswer } from "./collect-once.ts";
import { inChild, startChild } from "./child.ts";
import { compiledRun } from "./compiled.ts";
import type { Figure } from "./figure.ts";
import { collectNaively, type PeerAnswer } from "./naive-peer.ts";
import { binaryFlags } from "./node-flags.ts";
import type { ServedCentral } from "./serve-central.ts";

const TENANTS = 100;
const ENDPOINTS_EACH = 1_000;
const LATENCY_MS = 100;
/** Of the tenants: the peer's time grows with them, and all of them would take it minutes. */
const PEER_TENANTS = 5;

/** Documented: 100 requests a minute for each credential. */
const PER_MINUTE = 100;
/** The most that Central sends on a page of endpoints, and of tenants. */
const ENDPOINT_PAGE = 500;
const TENANT_PAGE = 100;

const LARGE_TENANT = 100_000;
const MEMORY_GOAL_MB = 200;

/** A token, whoami, the tenants, and the pages: nobody can do it with fewer. */
const fewestPossible = (tenants: number, endpointsEach: number): number =>
  2 + Math.ceil(tenants / TENANT_PAGE) + tenants * Math.ceil(endpointsEach / ENDPOINT_PAGE);

/** Requests and wall of many tenants, by Rollcall with its embedded store and by the peer, against one simulated Central. */
export async function collectManyTenants(wanted: ReadonlySet<string>): Promise<Figure[]> {
  const estate = { tenants: TENANTS, endpointsEach: ENDPOINTS_EACH, latencyMs: LATENCY_MS };
  const central = await startChild<ServedCentral>("central", estate);
  try {
    const ours = await withStore(async (storeDirectory) =>
      inChild<CollectAnswer>("collect", { central: central.answer, storeDirectory }),
    );
    if (ours.counted !== TENANTS * ENDPOINTS_EACH) throw new Error(`collected ${ours.counted} endpoints`);
    const figures: Figure[] = [];
    if (wanted.has("collect-requests")) figures.push(requestsFigure(ours));
    if (wanted.has("collect-wall")) {
      const peer = await collectNaively(central.answer, PEER_TENANTS);
      if (peer.counted !== PEER_TENANTS * ENDPOINTS_EACH) throw new Error(`the peer read ${peer.counted}`);
      figures.push(...wallFigures(ours, peer));
    }
    return figures;
  } finally {
    await central.stop();
  }
}

function requestsFigure(ours: CollectAnswer): Figure {
  const parts = Object.entries(ours.byPurpose).map(([purpose, count]) => `${count} ${purpose}`);
  return {
    name: "collect-requests",
    figure: ours.requests,
    unit: "requests",
    against: {
      kind: "limit",
      what: "fewest possible",
      figure: fewestPossible(TENANTS, ENDPOINTS_EACH),
    },
    goal: { atMost: 1.02 },
    note: `${TENANTS} tenants × ${ENDPOINTS_EACH} endpoints: ${parts.join(", ")}`,
  };
}

function wallFigures(ours: CollectAnswer, peer: PeerAnswer): Figure[] {
  const scaled = (all: number, once: number): number => once + (all - once) * (TENANTS / PEER_TENANTS);
  const peerWall = scaled(peer.wallMs, peer.once.wallMs);
  const peerRequests = scaled(peer.requests, peer.once.requests);
  const wall = {
    name: "collect-wall",
    figure: ours.wallMs / 1_000,
    unit: "s",
  };
  return [
    {
      ...wall,
      against: {
        kind: "limit",
        what: `${ours.requests} requests at the documented ${PER_MINUTE} a minute`,
        figure: (ours.requests / PER_MINUTE) * 60,
      },
      goal: { atMost: 1 },
      note: `latency ${LATENCY_MS} ms, client budget wide open, into PGlite; below 1 the limit sets the pace, not Rollcall`,
    },
    {
      ...wall,
      against: {
        kind: "peer",
        what: "serial script, pages of 50, a TLS connection each",
        figure: peerWall / 1_000,
      },
      goal: { atMost: 0.5 },
      note:
        `the peer made ${peer.requests} requests for ${PEER_TENANTS} tenants and kept nothing; scaled to ${TENANTS}: ` +
        `${Math.round(peerRequests)} requests, ${Math.round((peerRequests / PER_MINUTE) * 60)} s at the documented limit`,
    },
  ];
}

/** Hands out a store that was created in another process, and removes it. */
async function withStore<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  try {
    await inChild("create-store", { directory });
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Peak memory of collecting one large tenant, without a store and with the embedded one. */
export async function collectLargeTenant(): Promise<Figure[]> {
  const estate = { tenants: 1, endpointsEach: LARGE_TENANT, latencyMs: 0 };
  const asShipped = { flags: await binaryFlags(), run: await compiledRun() };
  const central = await startChild<ServedCentral>("central", estate);
  const collect = async (storeDirectory?: string): Promise<CollectAnswer> => {
    const answer = await inChild<CollectAnswer>(
      "collect",
      { central: central.answer, storeDirectory },
      asShipped,
    );
    if (answer.counted !== LARGE_TENANT) throw new Error(`collected ${answer.counted} endpoints`);
    return answer;
  };
  try {
    return [memoryFigure("none", await collect()), memoryFigure("pglite", await withStore(collect))];
  } finally {
    await central.stop();
  }
}

const memoryFigure = (
  store: "none" | "pglite",
  { peakRssMb, idleRssMb, requests }: CollectAnswer,
): Figure => ({
  name: store === "none" ? "collect-memory" : "collect-memory-pglite",
  figure: peakRssMb,
  unit: "MB peak RSS",
  against: { kind: "limit", what: "memory goal without the store", figure: MEMORY_GOAL_MB },
  goal: store === "none" ? { atMost: 1 } : undefined,
  note:
    `1 tenant × ${LARGE_TENANT} endpoints, ${requests} requests, compiled and with the binary's flags; ` +
    `${Math.round(idleRssMb)} MB before the first request` +
    (store === "none"
      ? "; a store that keeps nothing"
      : "; PGlite in the same process, its database included"),
});
