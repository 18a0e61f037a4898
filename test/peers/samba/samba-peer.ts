// A real Active Directory for tests: a Samba domain controller in a directory of its own, on free ports, as long as the
// test process lives.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "ldapts";
import { makeCertificates } from "./certificate.ts";
import { FOLDERS, smbConf } from "./smb-conf.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
/** The samba module is installed for Debian's own python, which need not be the first on the path. */
const PYTHON = "/usr/bin/python3";
/** Throw-away data: without fsync a domain is made in half the time. */
const ENV = { ...process.env, TDB_NO_FSYNC: "1" };
const START_TIMEOUT_MS = 60_000;

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

function seed(dir: string, baseDn: string, seeds: readonly SambaSeed[]): void {
  const conf = `--configfile=${join(dir, "smb.conf")}`;
  const sam = join(dir, "private/sam.ldb");
  // One transaction without a nested one for each record: loading is quadratic otherwise.
  const fast = ["-o", "batch_mode:1", "-o", "transaction_index_cache_size:200000", "--relax"];
  for (const { ldif, backdate } of seeds) {
    execFileSync("ldbmodify", [conf, "-H", sam, ...fast], { input: ldif, env: ENV, stdio: "pipe" });
    if (backdate === undefined || backdate === "") continue;
    const partition = join(dir, "private/sam.ldb.d", `${baseDn.toUpperCase()}.ldb`);
    execFileSync("ldbmodify", [conf, "-H", partition], { input: backdate, env: ENV, stdio: "pipe" });
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

/** Makes a domain, seeds it and starts its domain controller; about 10 s. The server ends with this process (EOF on stdin). */
export async function startSamba(options: SambaOptions): Promise<SambaPeer> {
  const dir = mkdtempSync(join(tmpdir(), "samba-"));
  for (const folder of FOLDERS) mkdirSync(join(dir, folder));
  const conf = join(dir, "smb.conf");
  const realm = options.dns.toUpperCase();
  const baseDn = options.dns
    .split(".")
    .map((label) => `DC=${label}`)
    .join(",");
  writeFileSync(conf, smbConf(dir, realm, options.netbios));
  makeCertificates(join(dir, "tls"), [`dc1.${options.dns}`, options.dns, "localhost"]);
  const adminPassword = "Peer-Passw0rd";
  const settings = {
    conf,
    sam: join(dir, "private/sam.ldb"),
    realm,
    netbios: options.netbios,
    adminPassword,
    sid: "S-1-5-21-1111111111-2222222222-3333333333",
    accounts: options.accounts,
  };
  execFileSync(PYTHON, [join(HERE, "provision.py")], {
    input: JSON.stringify(settings),
    env: ENV,
    stdio: "pipe",
  });
  seed(dir, baseDn, options.seeds);
  const shim = join(dir, "portmap.so");
  execFileSync("cc", ["-shared", "-fPIC", "-O2", "-o", shim, join(HERE, "portmap.c"), "-ldl"], {
    stdio: "pipe",
  });

  const [ldap, ldaps, gc, gcs] = (await freePorts(4)) as [number, number, number, number];
  const url = `ldaps://localhost:${ldaps}`;
  const ca = readFileSync(join(dir, "tls/ca.pem"), "utf8");
  const env = { ...ENV, LD_PRELOAD: shim, PORTMAP: `389=${ldap},636=${ldaps},3268=${gc},3269=${gcs}` };
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const log = openSync(join(dir, "log/samba.out"), "a");
    const started = spawn("samba", ["-i", "--no-process-group", "-s", conf, "-d", "1", "--debug-stdout"], {
      env,
      cwd: dir,
      stdio: ["pipe", log, log],
    });
    closeSync(log);
    child = started;
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (!(await answers(url, ca))) {
      const ended = started.exitCode !== null;
      if (ended || performance.now() > deadline) {
        started.kill();
        throw new Error(
          `Samba gave no answer:\n${readFileSync(join(dir, "log/samba.out"), "utf8").slice(-2_000)}`,
        );
      }
      await sleep(100);
    }
  };
  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.stdin?.end();
    await exited;
  };
  await start();
  return {
    dir,
    port: ldaps,
    url,
    baseDn,
    ca,
    start,
    stop,
    administrator: {
      user: `administrator@${options.dns}`,
      password: adminPassword,
    },
    remove: async () => {
      await stop();
      rmSync(dir, {
        recursive: true,
        force: true,
      });
    },
  };
}
