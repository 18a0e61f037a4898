import { randomBytes } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import type { SimCredential, SimEstate } from "./estate.ts";
import type { Simulator } from "./simulator.ts";
import { hostsOf } from "./urls.ts";
import type { World } from "./world/world.ts";

/** What may be rehearsed: an estate alone, or a whole world with its directories. */
export type Rehearsal = Pick<World, "estate"> & Partial<Pick<World, "directories" | "tenantDomains">>;

/** Absolute paths of what was written. */
export interface RehearsalFiles {
  readonly config: string;
  readonly ca: string;
  readonly directories: readonly string[];
}

/** Owner only: simulated secrets are handled like real ones. */
const SECRET_MODE = 0o600;

/** The credential that covers most tenants among those that fit. */
function widest(estate: SimEstate, fits: (credential: SimCredential) => boolean): SimCredential | undefined {
  return estate.credentials.filter(fits).toSorted((a, b) => b.tenants.length - a.tenants.length)[0];
}

async function writeSecret(path: string, secret: string): Promise<string> {
  await writeFile(path, secret, { mode: SECRET_MODE });
  // The mode above holds for a new file only.
  await chmod(path, SECRET_MODE);
  return `file:${path}`;
}

/** A key for the dossiers. One that is there stays: a store of an earlier rehearsal may be sealed with it. */
async function writeVaultKey(path: string): Promise<string> {
  try {
    await writeFile(path, randomBytes(32).toString("base64"), { flag: "wx", mode: SECRET_MODE });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return `file:${path}`;
}

async function writeCredential(directory: string, name: string, credential: SimCredential | undefined) {
  if (credential === undefined) return {};
  return {
    [name]: {
      clientId: await writeSecret(join(directory, `${name}-id`), credential.clientId),
      clientSecret: await writeSecret(join(directory, `${name}-secret`), credential.clientSecret),
    },
  };
}

async function writeDirectories(directory: string, rehearsal: Rehearsal) {
  const entries = [];
  for (const source of rehearsal.directories ?? []) {
    const { name, dns, netbios, retiredOu, vipGroup } = source;
    const path = join(directory, `${name}.ldif`);
    await writeFile(path, source.ldifRecords());
    entries.push({
      name,
      type: "file",
      path,
      domain: { dns, netbios },
      retired: { ous: [retiredOu] },
      vipGroups: [vipGroup],
    });
  }
  return entries;
}

/**
 * Writes into a directory (made if need be) what Rollcall needs to work against a running simulator: `ca.pem`, the
 * credentials' ids and secrets, an LDIF export of every directory, and a `rollcall.yaml` that names them, in mode observe.
 */
export async function writeRehearsalFiles(
  simulator: Pick<Simulator, "urls" | "writeCa">,
  rehearsal: Rehearsal,
  directory: string,
): Promise<RehearsalFiles> {
  const root = resolve(directory);
  await mkdir(root, { recursive: true });
  const ca = join(root, "ca.pem");
  await simulator.writeCa(ca);
  const { estate } = rehearsal;
  const reader = widest(estate, ({ role }) => role === "readOnly");
  const deleter = widest(estate, ({ role }) => role === "management" || role === "superAdmin");
  const directories = await writeDirectories(root, rehearsal);
  const tenantDomains = Object.fromEntries(
    [...(rehearsal.tenantDomains ?? [])].map(([id, domains]) => [id, [...domains]]),
  );

  const config = join(root, "rollcall.yaml");
  const values = {
    store: `pglite:${join(root, "rollcall-data")}`,
    mode: "observe",
    sophos: {
      idUrl: simulator.urls.id,
      apiUrl: simulator.urls.api,
      allowedHosts: [...hostsOf(simulator.urls)],
      ...(await writeCredential(root, "reader", reader ?? deleter)),
      ...(await writeCredential(root, "deleter", deleter)),
      tls: { ca: `file:${ca}` },
    },
    ...(directories.length === 0 ? {} : { directories }),
    ...(Object.keys(tenantDomains).length === 0 ? {} : { tenantDomains }),
    vault: { key: await writeVaultKey(join(root, "vault-key")) },
    // A made-up estate has more to retire than a real one ever should at once; the defaults would stop each tenant, or take weeks.
    limits: { maxShareOfTenant: 0.25, ramp: { steps: [10, 25, 100], advanceAfterCleanDays: 1 } },
  };
  await writeFile(config, stringify(values));
  return { config, ca, directories: directories.map(({ path }) => path) };
}
