// A real Request Tracker of the test's own: Debian's, on SQLite in a temporary directory, on loopback.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";

/** Who may act in it: by name, with a token each. */
export type RtAccount = "service" | "jane" | "tom" | "blind" | "reader";

export interface RtPeer extends AsyncDisposable {
  readonly url: string;
  readonly tokens: Readonly<Record<RtAccount, string>>;
  /** Any call, as an account; what it answered. */
  call(
    as: RtAccount,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }>;
  /** Runs Perl inside RT, for what no REST call of the tests' accounts may do; gives what it prints. */
  perl(code: string): Promise<string>;
}

const SERVER = "/usr/share/request-tracker5/libexec/rt-server";
const INIT = "rt-setup-database-5";
const BOOTSTRAP = join(import.meta.dirname, "bootstrap.pl");

/** Starts it with the queue, the custom fields and the accounts of `bootstrap.pl`. Takes half a minute. */
export async function startRt(): Promise<RtPeer> {
  const root = await mkdtemp(join(tmpdir(), "rollcall-rt-"));
  const port = await freePort();
  for (const folder of ["conf.d", "mason", "sessions"]) await mkdir(join(root, folder));
  await writeFile(join(root, "site.pm"), siteConfig(root, port));
  await writeFile(join(root, "root.pw"), "adm1n-Pass-word");
  const env = {
    ...process.env,
    RT_SITE_CONFIG: join(root, "site.pm"),
    RT_SITE_CONFIG_DIR: join(root, "conf.d"),
    LC_ALL: "C.UTF-8",
  };
  const started: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of started) await end(child);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await output(
      INIT,
      ["--action", "init", "--skip-create", "--dba", "", "--root-password-file", join(root, "root.pw")],
      env,
    );
    const tokens = JSON.parse(await output("perl", [BOOTSTRAP], env)) as RtPeer["tokens"];
    const url = `http://127.0.0.1:${port}`;
    // A group of its own, so that its workers end with it.
    const server = spawn(
      SERVER,
      ["--server", "Starlet", "--host", "127.0.0.1", "--port", String(port), "--max-workers", "2"],
      {
        env,
        stdio: "ignore",
        detached: true,
      },
    );
    started.push(server);
    await answering(`${url}/REST/2.0/rt`, server);
    return {
      url,
      tokens,
      call: async (as, method, path, body) => {
        const response = await fetch(`${url}/REST/2.0${path}`, {
          method,
          headers: { authorization: `token ${tokens[as]}`, "content-type": "application/json" },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const answer = await response.text();
        return { status: response.status, body: answer === "" ? undefined : (JSON.parse(answer) as unknown) };
      },
      perl: async (code) =>
        output("perl", ["-I/usr/share/request-tracker5/lib", "-MRT=-init", "-e", code], env),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const siteConfig = (root: string, port: number): string => `use utf8;
Set($rtname, 'desk.example'); Set($Organization, 'desk.example');
Set($WebDomain, '127.0.0.1'); Set($WebPort, ${port}); Set($WebPath, ''); Set($WebBaseURL, 'http://127.0.0.1:${port}');
Set($DatabaseType, 'SQLite'); Set($DatabaseName, '${root}/rt.sqlite'); Set($DatabaseUser, ''); Set($DatabasePassword, '');
Set($Timezone, 'UTC'); Set($LogToSyslog, undef); Set($LogToSTDERR, 'error'); Set($LogToFile, undef);
# Mail goes nowhere.
Set($MailCommand, 'testfile');
Set($WebSessionClass, 'Apache::Session::File');
$RT::MasonDataDir = '${root}/mason'; $RT::MasonSessionDir = '${root}/sessions';
1;
`;

async function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close") as Promise<[number | null]>;
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${out}${err}`.slice(0, 4_000));
  return out;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** RT compiles for ten seconds and more; half of the waiting is patience with a busy machine. */
async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.exitCode !== null) throw new Error(`Request Tracker ended with ${server.exitCode}`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 401) return;
    await setTimeout(200);
  }
  throw new Error("Request Tracker did not start");
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = once(server, "exit");
  process.kill(-server.pid, "SIGTERM");
  await ended;
}
