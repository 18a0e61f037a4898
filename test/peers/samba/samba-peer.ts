// A real Active Directory for tests: a Samba domain controller in a directory of its own, on free ports, as long as the
// test process lives.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "ldapts";
import { makeCertificates } from "./certificate.ts";
import { runProgram } from "./run-program.ts";
import { FOLDERS, smbConf } from "./smb-conf.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
/** The samba module is installed for Debian's own python, which need not be the first on the path. */
const PYTHON = "/usr/bin/python3";
/** Throw-away data: without fsync a domain is made in half the time. */
const ENV = { ...process.env, TDB_NO_FSYNC: "1" };
const START_TIMEOUT_MS = 60_000;
const ADMIN_PASSWORD = "Peer-Passw0rd";

export interface SambaAccount {
  readonly name: string;
  readonly password: string;
  /** Rights on CN=Deleted Objects as SDDL letters, such as `RPLC`. */
  readonly deletedObjects?: string;
}

export interface SambaSeed {
  /** Change records that go through all of AD's rules. */
  readonly ldif: string;
  /** Change records written past the rules into the domain partition: whenChanged, pwdLastSet. */
  readonly backdate?: string;
}

export interface SambaOptions {
  readonly dns: string;
  readonly netbios: string;
  readonly accounts: readonly SambaAccount[];
  readonly seeds: readonly SambaSeed[];
  /** Off, deleted objects are tombstones that have lost most attributes; on, as in most domains, unless said otherwise. */
  readonly recycleBin?: boolean;
}

export interface SambaPeer {
  readonly dir: string;
  readonly port: number;
  /** ldaps:// URL with the name in the certificate: `localhost`. */
  readonly url: string;
  readonly baseDn: string;
  /** PEM. */
  readonly ca: string;
  readonly administrator: { readonly user: string; readonly password: string };
  /** Stops the server and waits for its end; start() brings it back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and deletes its directory. */
  remove(): Promise<void>;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    ports.push(address.port);
  }
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}

async function seed(dir: string, baseDn: string, seeds: readonly SambaSeed[]): Promise<void> {
  const conf = `--configfile=${join(dir, "smb.conf")}`;
  const sam = join(dir, "private/sam.ldb");
  // One transaction without a nested one for each record: loading is quadratic otherwise.
  const fast = ["-o", "batch_mode:1", "-o", "transaction_index_cache_size:200000", "--relax"];
  for (const { ldif, backdate } of seeds) {
    await runProgram("ldbmodify", [conf, "-H", sam, ...fast], { input: ldif, env: ENV });
    if (backdate === undefined || backdate === "") continue;
    const partition = join(dir, "private/sam.ldb.d", `${baseDn.toUpperCase()}.ldb`);
    await runProgram("ldbmodify", [conf, "-H", partition], { input: backdate, env: ENV });
  }
}

async function answers(url: string, ca: string): Promise<boolean> {
  const client = new Client({ url, connectTimeout: 2_000, timeout: 5_000, tlsOptions: { ca } });
  try {
    await client.search("", { scope: "base", attributes: ["highestCommittedUSN"] });
    return true;
  } catch {
    // Not yet: the caller asks again until its deadline.
    return false;
  } finally {
    await client.unbind();
  }
}

const baseDnOf = (dns: string): string =>
  dns
    .split(".")
    .map((label) => `DC=${label}`)
    .join(",");

/** Makes the domain in `dir`, as a file on disk only, and returns the path of the shim that moves its ports. */
async function makeDomain(dir: string, options: SambaOptions): Promise<string> {
  for (const folder of FOLDERS) mkdirSync(join(dir, folder));
  const conf = join(dir, "smb.conf");
  const realm = options.dns.toUpperCase();
  writeFileSync(conf, smbConf(dir, realm, options.netbios));
  await makeCertificates(join(dir, "tls"), [`dc1.${options.dns}`, options.dns, "localhost"]);
  const settings = {
    conf,
    sam: join(dir, "private/sam.ldb"),
    realm,
    netbios: options.netbios,
    adminPassword: ADMIN_PASSWORD,
    sid: "S-1-5-21-1111111111-2222222222-3333333333",
    accounts: options.accounts,
    recycleBin: options.recycleBin ?? true,
  };
  const provision = join(HERE, "provision.py");
  await runProgram(PYTHON, [provision], { input: JSON.stringify(settings), env: ENV });
  await seed(dir, baseDnOf(options.dns), options.seeds);
  const shim = join(dir, "portmap.so");
  const source = join(HERE, "portmap.c");
  await runProgram("cc", ["-shared", "-fPIC", "-O2", "-o", shim, source, "-ldl"]);
  return shim;
}

/** Starts the server, waits until it answers, and returns its process. */
async function run(dir: string, env: NodeJS.ProcessEnv, url: string, ca: string): Promise<ChildProcess> {
  const out = join(dir, "log/samba.out");
  const log = openSync(out, "a");
  // Interactive, it ends on EOF of its stdin, and so with this process however that ends.
  const args = ["-i", "--no-process-group", "-s", join(dir, "smb.conf"), "-d", "1", "--debug-stdout"];
  const child = spawn("samba", args, { env, cwd: dir, stdio: ["pipe", log, log] });
  closeSync(log);
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(url, ca))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill();
      throw new Error(`Samba gave no answer:\n${readFileSync(out, "utf8").slice(-2_000)}`);
    }
    await sleep(100);
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.stdin?.end();
  await exited;
}

/** Makes a domain, seeds it and starts its domain controller; about 5 s on two quiet cores. It ends with this process. */
export async function startSamba(options: SambaOptions): Promise<SambaPeer> {
  const dir = mkdtempSync(join(tmpdir(), "samba-"));
  const discard = (): void => {
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const shim = await makeDomain(dir, options);
    const [ldap, ldaps, gc, gcs] = (await freePorts(4)) as [number, number, number, number];
    const env = {
      ...ENV,
      LD_PRELOAD: shim,
      PORTMAP: `389=${ldap},636=${ldaps},3268=${gc},3269=${gcs}`,
    };
    const url = `ldaps://localhost:${ldaps}`;
    const ca = readFileSync(join(dir, "tls/ca.pem"), "utf8");
    let child = await run(dir, env, url, ca);
    return {
      dir,
      port: ldaps,
      url,
      baseDn: baseDnOf(options.dns),
      ca,
      administrator: { user: `administrator@${options.dns}`, password: ADMIN_PASSWORD },
      stop: () => end(child),
      start: async () => {
        child = await run(dir, env, url, ca);
      },
      remove: async () => {
        await end(child);
        discard();
      },
    };
  } catch (error) {
    discard();
    throw error;
  }
}
