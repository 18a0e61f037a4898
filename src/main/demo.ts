import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { openStore } from "../adapters/postgres/open.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { sha256 } from "../adapters/system/hash.ts";
import { createIds } from "../adapters/system/ids.ts";
import { createLog } from "../adapters/system/log.ts";
import { createMovedClock, type MovedClock } from "../adapters/system/moved-clock.ts";
import type { DemoDay, DemoFlags, DemoSummary, Session } from "../cli/app.ts";
import { endpointId, tenantId } from "../core/model/ids.ts";
import { DAY, instant, MINUTE } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import type { Mode } from "../core/plan/plan.ts";
import { apply } from "../flows/apply.ts";
import { assess } from "../flows/assess.ts";
import { collect } from "../flows/collect.ts";
import { plan } from "../flows/plan.ts";
import { verifyLedger } from "../flows/verify-ledger.ts";
import type { SimCredential } from "../simulator/estate.ts";
import { startSimulator, type Simulator } from "../simulator/simulator.ts";
import { createWorld } from "../simulator/world/create-world.ts";
import type { World as Estate } from "../simulator/world/world.ts";
import { checkConfig } from "./config/load-config.ts";
import { sessionOver } from "./session.ts";

/** Where the story starts: fixed, so that one seed always tells the same story. */
const START = Date.UTC(2026, 8, 1, 6);
/** Each run begins this much later than the day before: a day has then passed since the last one for certain. */
const LATER = 10 * MINUTE;

/**
 * The whole main job on a made-up estate of three tenants and two directories, over a few simulated days: observe,
 * twice dry-run, then enforce. Nothing but the clock is simulated on our side: store, client, directories and flows are
 * the real ones, against a Sophos Central that stands in over TLS.
 */
export async function demo(
  flags: DemoFlags,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<DemoSummary> {
  const dir = flags.dir ?? (await mkdtemp(join(tmpdir(), "rollcall-demo-")));
  await mkdir(dir, { recursive: true });
  const clock = createMovedClock(START);
  const world = createWorld({
    seed: flags.seed,
    endpoints: flags.endpoints,
    tenants: 3,
    directories: 2,
    start: START,
  });
  const tally = { deleted: 0, wrong: 0 };
  const simulator = await startSimulator({
    estate: world.estate,
    clock,
    onDelete: (tenant, endpoint) => {
      tally.deleted++;
      // Deleting what the world does not know is as wrong as deleting what lives.
      if (world.truth.get(`${tenant}/${endpoint}`)?.alive !== false) tally.wrong++;
    },
  });
  try {
    tell(`A made-up organisation: seed ${flags.seed}, a simulated Sophos Central at ${simulator.urls.api}`);
    return await live({ dir, clock, world, simulator, tally }, flags, tell, signal);
  } finally {
    await simulator.stop();
    if (flags.dir === undefined) await rm(dir, { recursive: true, force: true });
  }
}

interface Stage {
  readonly dir: string;
  readonly clock: MovedClock;
  readonly world: Estate;
  readonly simulator: Simulator;
  readonly tally: { readonly deleted: number; readonly wrong: number };
}

async function live(
  stage: Stage,
  flags: DemoFlags,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<DemoSummary> {
  const { dir, clock, world } = stage;
  const { config } = checkConfig(await writeConfig(stage), join(dir, "rollcall.yaml"), secretsOf(world));
  const effects = { clock, ids: createIds(clock), log: createLog({ level: "warn" }) };
  const store = await openStore(config.store.read().reveal(), {
    actor: currentActor(),
    hash: sha256,
    ...effects,
  });
  const session = sessionOver(config, store, effects);
  try {
    const modes: Mode[] = ["observe", "dry-run", "dry-run", ...Array<Mode>(flags.days).fill("enforce")];
    const days: DemoDay[] = [];
    let computers = 0;
    for (const [day, mode] of modes.entries()) {
      clock.set(instant(START + day * (DAY + LATER)));
      world.advanceTo(clock.now());
      await exportDirectories(stage);
      const run = await oneDay({ ...session, mode }, day, signal);
      days.push(run.day);
      computers = run.computers;
      tell(dayText(run.day));
    }
    const ledger = await verifyLedger(store.ledger, sha256);
    const { totals } = await assess({ ...session, progress: () => {} }, signal);
    return {
      endpoints: totals.endpoints,
      computers,
      ...totals.byDisposition,
      deleted: stage.tally.deleted,
      wrongDeletions: stage.tally.wrong,
      goneHandledShare: await goneHandledShare(stage, session),
      requests: stage.simulator.requestCount,
      ledgerEntries: ledger.entries,
      ledgerVerified: ledger.ok,
      days,
    };
  } finally {
    await session.close();
    await store.close();
  }
}

async function oneDay(
  session: Session,
  day: number,
  signal: AbortSignal,
): Promise<{ readonly day: DemoDay; readonly computers: number }> {
  const parts = { ...session, progress: () => {} };
  const { mode } = session;
  const central = session.central();
  const directories = session.directories();
  const before = central.requests().total;
  const at = session.clock.now();
  const collected = await collect({ ...parts, central, directories }, signal);
  const { totals } = await assess(parts, signal);
  const frozen = await plan({ ...parts, directories: session.directoryNames }, signal);
  const applied =
    mode === "observe"
      ? undefined
      : await apply(
          { plan: frozen, frozenItems: frozen.items.length },
          { ...parts, ...session.hand(mode), central, directories, centralAnswered: true },
          signal,
        );
  invariant(applied?.kind !== "refused", "the demo rehearses before it enforces");
  return {
    computers: collected.directories.reduce((sum, one) => sum + one.counted, 0),
    day: {
      day,
      at,
      mode,
      ...totals.byDisposition,
      planned: frozen.items.length,
      outcomes: applied?.outcomes ?? {},
      requests: central.requests().total - before,
    },
  };
}

function dayText({ day, mode, keep, review, retire, planned, outcomes }: DemoDay): string {
  const done = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const result = done.length === 0 ? "" : `: ${done.join(", ")}`;
  return `Day ${day}, ${mode}: ${keep} keep, ${review} review, ${retire} retire; ${planned} planned${result}`;
}

/** Of all that the world knows as gone and once listed: the share that was deleted or is in review. */
async function goneHandledShare({ world }: Stage, { store }: Session): Promise<number> {
  let gone = 0;
  let handled = 0;
  for (const truth of world.truth.values()) {
    if (truth.alive) continue;
    const [tenant, endpoint] = [tenantId(truth.tenant), endpointId(truth.endpoint)];
    invariant(tenant !== undefined && endpoint !== undefined, "a world's ids are UUIDs");
    gone++;
    if (!(world.estate.tenants.get(truth.tenant)?.endpoints.has(truth.endpoint) ?? true)) handled++;
    else {
      const stored = await store.assessments.find(tenant, endpoint);
      if (stored?.assessment.disposition === "review") handled++;
    }
  }
  return gone === 0 ? 1 : handled / gone;
}

const exportPath = ({ dir }: Stage, name: string): string => join(dir, `${name}.ldif`);

/** The nightly export of each directory, dated by the story's clock. */
async function exportDirectories(stage: Stage): Promise<void> {
  const at = new Date(stage.clock.now());
  for (const directory of stage.world.directories) {
    const path = exportPath(stage, directory.name);
    await writeFile(path, directory.ldif());
    await utimes(path, at, at);
  }
}

const partner = (world: Estate, role: SimCredential["role"]): SimCredential => {
  const found = world.estate.credentials.find((one) => one.kind === "partner" && one.role === role);
  invariant(found !== undefined, "a world has a partner credential of either role");
  return found;
};

/** The world's secrets as environment variables: the configuration only refers to them. */
function secretsOf(world: Estate): Readonly<Record<string, string>> {
  const [reader, deleter] = [partner(world, "readOnly"), partner(world, "management")];
  return {
    ROLLCALL_READER_ID: reader.clientId,
    ROLLCALL_READER_SECRET: reader.clientSecret,
    ROLLCALL_DELETER_ID: deleter.clientId,
    ROLLCALL_DELETER_SECRET: deleter.clientSecret,
    ROLLCALL_VAULT_KEY: randomBytes(32).toString("base64"),
  };
}

/** Writes the certificate and the configuration that an admin of this organisation would write; gives its text. */
async function writeConfig(stage: Stage): Promise<string> {
  const { dir, world, simulator } = stage;
  await simulator.writeCa(join(dir, "ca.pem"));
  const { id, api, regions } = simulator.urls;
  const text = stringify({
    store: "pglite:./rollcall-data",
    mode: "enforce",
    sophos: {
      idUrl: id,
      apiUrl: api,
      allowedHosts: [api, ...Object.values(regions)].map((url) => new URL(url).host),
      reader: { clientId: "env:ROLLCALL_READER_ID", clientSecret: "env:ROLLCALL_READER_SECRET" },
      deleter: { clientId: "env:ROLLCALL_DELETER_ID", clientSecret: "env:ROLLCALL_DELETER_SECRET" },
      tls: { ca: "file:./ca.pem" },
    },
    directories: world.directories.map((directory) => ({
      name: directory.name,
      type: "file",
      path: `./${directory.name}.ldif`,
      domain: { dns: directory.dns, netbios: directory.netbios },
      retired: { ous: [directory.retiredOu], deletedObjects: true },
      vipGroups: [directory.vipGroup],
    })),
    tenantDomains: Object.fromEntries(
      [...world.tenantDomains].map(([tenant, domains]) => [tenant, [...domains]]),
    ),
    vault: { key: "env:ROLLCALL_VAULT_KEY" },
    // A clean-up that has to show something within days; the defaults are slower.
    limits: {
      perRun: 30,
      perTenantPerDay: 15,
      maxShareOfTenant: 0.25,
      ramp: { steps: [20, 30, 45], advanceAfterCleanDays: 1 },
    },
  });
  await writeFile(join(dir, "rollcall.yaml"), text);
  return text;
}
