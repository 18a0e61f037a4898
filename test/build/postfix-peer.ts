// A mail server of the test's own: Debian's Postfix in a temporary directory, with TLS and a Maildir, which relays nothing.
import { execFile } from "node:child_process";
import { chown, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { createTls } from "../../src/simulator/tls.ts";

const run = promisify(execFile);

export interface PostfixPeer extends AsyncDisposable {
  /** Asks for STARTTLS before anything else. */
  readonly startTlsPort: number;
  /** Speaks TLS from the first byte on. */
  readonly tlsPort: number;
  readonly ca: string;
  /** Bytes of a message that are one too many for it. */
  readonly tooLarge: number;
  /** Waits until so many mails are in the box. */
  mails(count: number): Promise<readonly string[]>;
}

const SIZE_LIMIT = 60_000;
const NOBODY = 65_534;

export async function startPostfix(): Promise<PostfixPeer> {
  const root = await mkdtemp(join(tmpdir(), "rollcall-postfix-"));
  const [etc, box] = [join(root, "etc"), join(root, "box")];
  for (const dir of ["etc", "queue", "data", "box"]) await mkdir(join(root, dir), { mode: 0o755 });
  // Postfix's own helpers, which run as other users, have to get in.
  await run("chmod", ["755", root]);
  for (const name of ["postfix-files", "dynamicmaps.cf", "postfix-files.d", "dynamicmaps.cf.d"])
    if (existsSync(join("/etc/postfix", name)))
      await cp(join("/etc/postfix", name), join(etc, name), { recursive: true });
  const tls = await createTls();
  await writeFile(join(etc, "cert.pem"), tls.cert);
  await writeFile(join(etc, "key.pem"), tls.key, { mode: 0o600 });
  // Everybody but one has a box, and it is the same.
  await writeFile(join(etc, "boxes"), "if !/^nouser@/\n/@example\\.test$/ all/\nendif\n");
  await writeFile(join(etc, "main.cf"), mainCf(root));
  const [startTlsPort, tlsPort] = [await freePort(), await freePort()];
  await writeFile(join(etc, "master.cf"), masterCf(startTlsPort, tlsPort));
  const { stdout } = await run("id", ["-u", "postfix"]);
  await chown(join(root, "data"), Number(stdout), 0);
  await chown(box, NOBODY, NOBODY);
  await run("postfix", ["-c", etc, "start"]);
  await until(async () => answers(startTlsPort));
  return {
    startTlsPort,
    tlsPort,
    ca: tls.ca,
    tooLarge: SIZE_LIMIT,
    async mails(count) {
      const dir = join(box, "all", "new");
      const names = async (): Promise<string[]> => (existsSync(dir) ? readdir(dir) : []);
      await until(async () => (await names()).length >= count);
      return Promise.all((await names()).sort().map(async (name) => readFile(join(dir, name), "utf8")));
    },
    async [Symbol.asyncDispose]() {
      await run("postfix", ["-c", etc, "stop"]);
      await rm(root, { recursive: true, force: true });
    },
  };
}

const mainCf = (root: string): string => `
compatibility_level = 3.6
queue_directory = ${root}/queue
data_directory = ${root}/data
maillog_file = ${root}/postfix.log
maillog_file_prefixes = ${root}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.test
mydestination =
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = example.test
virtual_mailbox_base = ${root}/box
virtual_mailbox_maps = regexp:${root}/etc/boxes
virtual_uid_maps = static:${NOBODY}
virtual_gid_maps = static:${NOBODY}
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unlisted_recipient, permit
message_size_limit = ${SIZE_LIMIT}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_tls_cert_file = ${root}/etc/cert.pem
smtpd_tls_key_file = ${root}/etc/key.pem
default_transport = error:this server sends nothing on
`;

const masterCf = (startTls: number, tls: number): string => `
127.0.0.1:${startTls} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:${tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const answers = async (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** A busy machine takes seconds to start a server. */
async function until(held: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await held()) return;
    await setTimeout(100);
  }
  throw new Error("Postfix did not come so far within half a minute");
}
