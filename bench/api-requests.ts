// What people ask of the lists, as paths below /api/v1: 200 of them, the same each time.
import { FINDINGS } from "../src/core/assess/finding.ts";
import { REASONS } from "../src/core/assess/reason.ts";
import { SITES, TENANTS } from "./api-fleet.ts";
import { endpointUuid, tenantUuid } from "./synthetic-record.ts";

type Query = Readonly<Record<string, string | number>>;

export interface AskedPage {
  readonly path: "/devices" | "/cases" | "/findings";
  readonly query: Query;
  /** So many pages are turned first, unmeasured; the one after them is asked for. */
  readonly turned: number;
}

/** mulberry32: small, seeded, and good enough to vary questions. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Three of four ask for devices, narrowed in up to four ways, in each order; the others for cases and findings. */
export function variedPages(count: number, devices: number): readonly AskedPage[] {
  const next = random(20_260_901);
  const upTo = (end: number): number => Math.floor(next() * end);
  const of = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  const maybe = (chance: number, query: () => Query): Query => (next() < chance ? query() : {});
  const tenant = (): Query => ({ tenant: tenantUuid(upTo(TENANTS)) });
  const reasons = Object.keys(REASONS);

  const search = (): Query => {
    const n = upTo(devices);
    const name = `${of(SITES)}-pc${String(n).padStart(7, "0")}`;
    return {
      search: of([
        name.slice(0, 2),
        name.slice(0, 7),
        name.slice(0, 9),
        name,
        `${name}.corp.example.com`,
        `SN${n}`,
        endpointUuid(0, n),
        "no-such-device",
      ]),
    };
  };
  const asked: readonly (() => AskedPage)[] = [
    () => ({
      path: "/devices",
      query: {
        sort: of(["hostname", "lastSeen"]),
        order: of(["asc", "desc"]),
        limit: of([50, 100, 200]),
        ...maybe(0.3, tenant),
        ...maybe(0.3, () => ({ disposition: of(["keep", "review", "retire", "review,retire", "unjudged"]) })),
        ...maybe(0.2, () => ({ reason: of(reasons) })),
        ...maybe(0.1, () => ({ finding: of(FINDINGS) })),
        ...maybe(0.15, () => ({ deviceClass: of(["computer", "server", "unknown"]) })),
        ...maybe(0.15, () => ({ silentAtLeast: of([1, 30, 90, 400]) })),
        ...maybe(0.1, () => ({ silentAtMost: of([500, 800]) })),
        ...maybe(0.2, search),
      },
      turned: upTo(4),
    }),
    () => ({
      path: "/cases",
      query: {
        sort: of(["age", "risk"]),
        limit: of([50, 100]),
        ...maybe(0.3, tenant),
        ...maybe(0.3, () => ({ reason: of(reasons) })),
        ...maybe(0.2, () => ({ search: of(SITES) })),
      },
      turned: upTo(4),
    }),
    () => ({
      path: "/findings",
      query: { ...maybe(0.5, () => ({ code: of(FINDINGS) })), ...maybe(0.3, tenant) },
      turned: upTo(4),
    }),
  ];
  const [device = of(asked), cases = device, findings = device] = asked;
  return Array.from({ length: count }, (_, index) =>
    index % 4 < 3 ? device() : index % 8 === 3 ? cases() : findings(),
  );
}
