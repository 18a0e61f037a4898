// A corp.example.test domain controller with the seed's oddities, and an adapter on it, for the tests of the adapter.
import { Attribute, Change, Client } from "ldapts";
import {
  openLdapDirectory,
  type LdapDirectoryOptions,
} from "../../../src/adapters/active-directory/ldap-source.ts";
import type { DirectoryName } from "../../../src/core/model/ids.ts";
import { instant } from "../../../src/core/model/instant.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { DirectorySource } from "../../../src/ports/directory-source.ts";
import type { FaultCode } from "../../../src/ports/fault.ts";
import type { Log } from "../../../src/ports/log.ts";
import { CORP, corpSeed, DISABLED, VIP_GROUP } from "./corp-seed.ts";
import { startSamba, type SambaPeer } from "./samba-peer.ts";

/** May read deleted objects. */
export const READER = { name: "svc-rollcall", password: "Read3r-Pass", deletedObjects: "RPLC" };
/** A plain account: may not. */
export const BLIND = { name: "svc-blind", password: "Bl1nd-Pass" };

export const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
/** The machine's clock: a domain controller's dates are its own, and real. */
export const clock: Clock = {
  now: () => instant(Date.now()),
  monotonic: () => performance.now(),
  sleep: () => Promise.reject(new Error("nothing in a directory sleeps")),
};

export const startCorp = (): Promise<SambaPeer> =>
  startSamba({ dns: "corp.example.test", netbios: "CORP", accounts: [READER, BLIND], seeds: [corpSeed] });

/** The adapter on the corp domain as a customer would configure it, but for small pages. */
export const corpSource = (samba: SambaPeer, change: Partial<LdapDirectoryOptions> = {}): DirectorySource =>
  openLdapDirectory({
    name: "corp" as DirectoryName,
    url: samba.url,
    bind: { user: `${READER.name}@corp.example.test`, password: READER.password },
    tls: { ca: samba.ca },
    baseDn: CORP,
    retired: { ous: [DISABLED], disabledAccounts: false, deletedObjects: true },
    vipGroups: [VIP_GROUP],
    pageSize: 100,
    clock,
    log: silent,
    ...change,
  });

/** Who changes the directory while the adapter reads it; to be unbound. */
export async function connectAdmin(samba: SambaPeer): Promise<Client> {
  const client = new Client({ url: samba.url, timeout: 30_000, tlsOptions: { ca: samba.ca } });
  await client.bind(samba.administrator.user, samba.administrator.password);
  return client;
}

export const replace = (admin: Client, dn: string, type: string, values: string[]): Promise<void> =>
  admin.modify(dn, new Change({ operation: "replace", modification: new Attribute({ type, values }) }));

export const addComputer = (admin: Client, name: string, parent: string): Promise<void> =>
  admin.add(`CN=${name},${parent}`, {
    objectClass: ["computer"],
    sAMAccountName: [`${name}$`],
    userAccountControl: ["4096"],
  });

/** How a piece of work failed; code `none` when it did not. */
export async function faultOf(work: Promise<unknown>): Promise<{ code: FaultCode; message: string }> {
  const outcome: unknown = await work.then(
    () => ({ code: "none" }),
    (error: unknown) => error,
  );
  return outcome as { code: FaultCode; message: string };
}
