// A syslog collector of the test's own: Debian's rsyslog over TLS, in a temporary directory, on a port of its own.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** One record as rsyslog parsed and stored it. */
export interface StoredRecord {
  readonly facility: string;
  readonly severity: string;
  readonly ts: string;
  readonly host: string;
  readonly app: string;
  readonly msgid: string;
  readonly version: string;
  readonly sd: string;
  readonly msg: string;
}

interface Pair {
  readonly cert: string;
  readonly key: string;
}

export interface RsyslogPeer extends AsyncDisposable {
  readonly port: number;
  readonly ca: string;
  /** Certificates that its authority signed: one that it lets in when it asks for one, and another. */
  readonly client: Pair;
  readonly stranger: Pair;
  /** Waits until so many records are stored. */
  stored(count: number): Promise<readonly StoredRecord[]>;
  /** SIGKILL: what it held in memory is gone. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** @param mutual asks for a certificate and lets in `client` alone (by GnuTLS: OpenSSL's driver lets in any name) */
export async function startRsyslog({ mutual = false } = {}): Promise<RsyslogPeer> {
  const root = await mkdtemp(join(tmpdir(), "rollcall-rsyslog-"));
  await certificates(root);
  const text = async (name: string): Promise<string> => readFile(join(root, name), "utf8");
  const pair = async (name: string) => ({ cert: await text(`${name}.pem`), key: await text(`${name}.key`) });
  const out = join(root, "out.jsonl");
  let port = 0;
  let server: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  const start = async (): Promise<void> => {
    const conf = join(root, "rsyslog.conf");
    await writeFile(conf, configuration(root, port, mutual));
    // After SIGKILL it refuses to start on its own stale pid file.
    const pid = join(root, "pid");
    await rm(pid, { force: true });
    // Half a line that a killed one left would swallow the first record of the next.
    if (existsSync(out)) await appendFile(out, "\n");
    server = spawn("/usr/sbin/rsyslogd", ["-n", "-f", conf, "-i", pid], { stdio: "ignore" });
    port = await listening(root, port, server);
  };
  await start();
  // What is still being written is half a line, and so is what a killed one left.
  const lines = async (): Promise<readonly string[]> =>
    existsSync(out)
      ? (await readFile(out, "utf8")).split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"))
      : [];
  const records = async () => (await lines()).map((line) => JSON.parse(line) as StoredRecord);
  return {
    port,
    ca: await text("ca.pem"),
    client: await pair("client"),
    stranger: await pair("stranger"),
    async stored(count) {
      for (let attempt = 0; attempt < 600; attempt++) {
        if ((await lines()).length >= count) return records();
        await setTimeout(50);
      }
      throw new Error(`rsyslog has stored ${(await lines()).length} of ${count} records`);
    },
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(root, { recursive: true });
    },
  };
}

/** An authority, and what it signed for the server, our client, and somebody else. */
async function certificates(root: string): Promise<void> {
  const openssl = async (...args: string[]) => run("openssl", args, { cwd: root });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];
  await openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "2",
    "-subj",
    "/CN=test CA",
  );
  for (const [name, host] of [
    ["server", "localhost"],
    ["client", "rollcall-client"],
    ["stranger", "somebody-else"],
  ] as const) {
    const extension = join(root, `${name}.ext`);
    await writeFile(extension, `subjectAltName=DNS:${host}`);
    await openssl("req", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${host}`);
    const signed = [
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-extfile",
      extension,
    ];
    await openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...signed);
  }
}

const FIELDS = {
  facility: "syslogfacility-text",
  severity: "syslogseverity-text",
  host: "hostname",
  app: "app-name",
  msgid: "msgid",
  version: "protocol-version",
  sd: "structured-data",
  msg: "msg",
};

const configuration = (root: string, port: number, mutual: boolean): string => `
global(workDirectory="${root}" maxMessageSize="64k"
  DefaultNetstreamDriverCAFile="${root}/ca.pem" DefaultNetstreamDriverCertFile="${root}/server.pem"
  DefaultNetstreamDriverKeyFile="${root}/server.key")
module(load="imtcp"${mutual ? ' permittedPeer=["rollcall-client"]' : ""})
template(name="stored" type="list" option.jsonf="on") {
  property(outname="ts" name="timereported" dateFormat="rfc3339" format="jsonf")
  ${Object.entries(FIELDS)
    .map(([out, name]) => `property(outname="${out}" name="${name}" format="jsonf")`)
    .join("\n  ")}
}
ruleset(name="store") { action(type="omfile" file="${root}/out.jsonl" template="stored" flushOnTXEnd="on") }
input(type="imtcp" port="${port}" address="localhost" listenPortFileName="${root}/port" ruleset="store"
  streamDriver.name="${mutual ? "gtls" : "ossl"}" streamDriver.mode="1"
  streamDriver.authMode="${mutual ? "x509/name" : "anon"}")
`;

/** Its port, once it accepts connections; the first time it chooses one and writes it down. */
async function listening(root: string, port: number, server: ChildProcess): Promise<number> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.exitCode !== null) throw new Error(`rsyslogd ended with ${server.exitCode}`);
    const written = existsSync(join(root, "port")) ? Number(await readFile(join(root, "port"), "utf8")) : 0;
    const known = port === 0 ? written : port;
    if (known > 0 && (await accepts(known))) return known;
    await setTimeout(50);
  }
  throw new Error("rsyslogd did not start");
}

const accepts = async (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "localhost", () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
