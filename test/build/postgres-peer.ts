// A PostgreSQL server of the test's own: Debian's, in a temporary directory, as an unprivileged user, over a socket in it.
import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

const SERVERS = "/usr/lib/postgresql";

export interface PostgresPeer {
  /** The URL of a new, empty database. */
  database(): Promise<string>;
  /** Backs a database up by pg_dump, while this process stands still; the file. */
  backUp(url: string): string;
  /** The URL of a new database that pg_restore made of such a file. */
  restore(file: string): Promise<string>;
  /** Ends the server as a crash of the machine's power would leave it (no checkpoint), and starts it again. */
  crash(): Promise<void>;
  /** Starts it again if it has ended, and waits until it answers. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** @param under the folder that its data is to lie in */
export async function startPostgres(under: string = tmpdir()): Promise<PostgresPeer> {
  const bin = join(SERVERS, await newestVersion(), "bin");
  const root = await mkdtemp(join(under, "rollcall-pg-"));
  const as = await unprivileged(root);
  const data = join(root, "data");
  await as.run(join(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "rollcall", "-E", "UTF8", "--no-sync"]);
  const start = async (): Promise<ChildProcess> => {
    const server = as.spawn(join(bin, "postgres"), ["-D", data, "-k", root, "-c", "listen_addresses="]);
    try {
      await answering(join(bin, "pg_isready"), root, server);
    } catch (error) {
      await end(server, "SIGKILL");
      throw error;
    }
    return server;
  };
  let server = await start();
  const stop = async (signal: NodeJS.Signals): Promise<void> => end(server, signal);
  let count = 0;
  const database = async (): Promise<string> => {
    count += 1;
    await run(join(bin, "createdb"), ["-h", root, "-U", "rollcall", `test${count}`]);
    return `postgresql://rollcall@/test${count}?host=${encodeURIComponent(root)}`;
  };
  return {
    database,
    backUp: (url) => {
      const file = join(root, `backup${++count}`);
      execFileSync(join(bin, "pg_dump"), ["--format=custom", "--file", file, url]);
      return file;
    },
    restore: async (file) => {
      const url = await database();
      await run(join(bin, "pg_restore"), ["--no-owner", "--exit-on-error", "--dbname", url, file]);
      return url;
    },
    crash: async () => {
      // SIGQUIT is "immediate shutdown": the server recovers from its log at the next start.
      await stop("SIGQUIT");
      server = await start();
    },
    revive: async () => {
      if (server.exitCode !== null || server.signalCode !== null) server = await start();
      else await answering(join(bin, "pg_isready"), root, server);
    },
    close: async () => {
      await stop("SIGINT");
      await rm(root, { recursive: true });
    },
  };
}

async function newestVersion(): Promise<string> {
  const versions = (await readdir(SERVERS)).sort((a, b) => Number(b) - Number(a));
  if (versions[0] === undefined) throw new Error(`no PostgreSQL in ${SERVERS}`);
  return versions[0];
}

/** The server refuses to run as root: then everything of it is done by the user that Debian made for it. */
async function unprivileged(root: string) {
  if (process.getuid?.() !== 0) {
    return { run, spawn: (file: string, args: readonly string[]) => spawn(file, args, { stdio: "ignore" }) };
  }
  const id = async (what: "-u" | "-g") => Number((await run("id", [what, "postgres"])).stdout);
  const [uid, gid] = [await id("-u"), await id("-g")];
  await chown(root, uid, gid);
  return {
    run: async (file: string, args: readonly string[]) => run(file, args, { uid, gid, cwd: root }),
    spawn: (file: string, args: readonly string[]) =>
      spawn(file, args, { uid, gid, cwd: root, stdio: "ignore" }),
  };
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill(signal);
  await ended;
}

/** A start takes a second; on a machine that is busy with other things, recovery after a crash took 20. */
async function answering(isReady: string, socket: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 2_400; attempt++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
    const ready = await run(isReady, ["-h", socket, "-q"]).then(
      () => true,
      () => false,
    );
    if (ready) return;
    await setTimeout(50);
  }
  throw new Error("PostgreSQL did not start");
}
