// Whether a real peer is on this machine. A machine without it skips and says so; CI must not: there it fails.
// It declares tests for others, with titles that are theirs: oxlint takes its branches for a test's own.
// oxlint-disable vitest/no-conditional-tests vitest/valid-title vitest/valid-describe-callback vitest/expect-expect
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it, type TestContext } from "vitest";

const onPath = (program: string): boolean =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .concat("/usr/sbin")
    .some((dir) => isExecutable(join(dir, program)));

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian keeps each major version's server programs in a folder of its own, off the path. */
function hasPostgres(): boolean {
  if (onPath("postgres")) return true;
  try {
    const versions = readdirSync("/usr/lib/postgresql");
    return versions.some((version) => isExecutable(join("/usr/lib/postgresql", version, "bin/postgres")));
  } catch {
    return false;
  }
}

/** Debian keeps rsyslog's modules under the machine's own triplet. */
function hasRsyslogDriver(name: string): boolean {
  try {
    return readdirSync("/usr/lib", { withFileTypes: true }).some((dir) =>
      existsSync(join("/usr/lib", dir.name, "rsyslog", `lmnsd_${name}.so`)),
    );
  } catch {
    return false;
  }
}

/** A package of its own beside the product, with its own lock. */
const NODE_RED = new URL("../../tools/peers/node-red/node_modules/node-red/red.js", import.meta.url);

interface Peer {
  readonly present: () => boolean;
  readonly what: string;
}

const PEERS = {
  samba: {
    present: (): boolean =>
      ["samba", "ldbmodify", "openssl", "cc"].every(onPath) && isExecutable("/usr/share/samba/setup"),
    what: "a Samba AD domain controller",
  },
  postgres: { present: hasPostgres, what: "a PostgreSQL server" },
  rsyslog: {
    present: (): boolean => ["rsyslogd", "openssl"].every(onPath) && ["ossl", "gtls"].every(hasRsyslogDriver),
    what: "an rsyslog with its TLS drivers",
  },
  "request-tracker": {
    present: (): boolean =>
      isExecutable("/usr/share/request-tracker5/libexec/rt-server") && onPath("rt-setup-database-5"),
    what: "Request Tracker 5",
  },
  postfix: { present: (): boolean => onPath("postfix"), what: "a Postfix mail server" },
  "node-red": {
    present: (): boolean => existsSync(NODE_RED),
    what: "Node-RED",
  },
} as const satisfies Record<string, Peer>;

export type PeerName = keyof typeof PEERS;

/** `run` when the peer is there; otherwise why its tests are skipped, or, with CI=true, why they fail. */
export function peerState(
  peer: Peer,
  ci: string | undefined,
): { readonly kind: "run" } | { readonly kind: "skip" | "fail"; readonly why: string } {
  if (peer.present()) return { kind: "run" };
  const why = `${peer.what} is not installed: run \`npm run peers:install\` as root`;
  return { kind: ci === "true" ? "fail" : "skip", why };
}

/**
 * Declares tests that need a real peer: run when it is there; one failing test that says what to install when it is missing
 * in CI; skipped with the reason in the report elsewhere.
 */
export function requirePeer(name: PeerName, title: string, tests: () => void): void {
  const state = peerState(PEERS[name], process.env["CI"]);
  if (state.kind === "run") describe(title, tests);
  else {
    describe(title, () => {
      it(`needs ${PEERS[name].what}`, (context: TestContext) => {
        if (state.kind === "fail") throw new Error(state.why);
        context.skip(state.why);
      });
    });
  }
}
