/** Every way the world can misbehave towards us: its code, what comes next, and what a person can do. */
export const FAULTS = {
  // Sophos Central
  CENTRAL_UNREACHABLE: { next: "retry", remedy: "Check the network, the proxy and the host name." },
  CENTRAL_TLS: {
    next: "human",
    remedy: "Check the certificate authority (sophos.tls.ca) and the host name.",
  },
  CENTRAL_AUTH: {
    next: "human",
    remedy: "Check the client id and secret, and whether the credential has expired.",
  },
  CENTRAL_FORBIDDEN: {
    next: "human",
    remedy: "Check the role of the API credential and partner assistance.",
  },
  CENTRAL_THROTTLED: {
    next: "wait",
    remedy: "Wait, or lower sophos.rate: another tool may use the same credential.",
  },
  CENTRAL_SERVER_ERROR: { next: "retry", remedy: "Try again later; give Sophos Support the correlation id." },
  CENTRAL_SHAPE: {
    next: "human",
    remedy:
      "Central answered something unexpected, or something between you and Central answered instead of it: check for a " +
      "proxy, a redirect or a captive portal, and look for a newer Rollcall.",
  },
  CENTRAL_HOST_NOT_ALLOWED: { next: "human", remedy: "If the host is right, add it to sophos.allowedHosts." },
  CLOCK_SKEW: {
    next: "human",
    remedy: "Set this machine's clock (NTP); nothing is decided by a wrong clock.",
  },
  // Directories
  DIRECTORY_UNREACHABLE: {
    next: "retry",
    remedy: "Check the url, the network and that the port is open (LDAPS 636, Splunk 8089).",
  },
  DIRECTORY_TLS: {
    next: "human",
    remedy: "Check the directory's tls.ca and that url names the host in its certificate.",
  },
  DIRECTORY_AUTH: {
    next: "human",
    remedy:
      "Check bind.user and bind.password, or the token, and whether the account is locked or the token expired.",
  },
  DIRECTORY_RIGHTS: { next: "human", remedy: "Give the account the right to read what the message names." },
  DIRECTORY_SHAPE: {
    next: "human",
    remedy: "The directory answered something unexpected: check baseDn or the search, and the server.",
  },
  EXPORT_UNREADABLE: {
    next: "human",
    remedy: "Check that the file exists and that this account may read it.",
  },
  EXPORT_INVALID: {
    next: "human",
    remedy: "Export the file again, or correct the search; the message names the line.",
  },
  EXPORT_TOO_OLD: {
    next: "human",
    remedy:
      "Export the file again, or see why the search has no newer rows; or raise the directory's maxAge.",
  },
  // Service desks
  TICKET_UNREACHABLE: { next: "retry", remedy: "Check the network, the proxy and tickets.url." },
  TICKET_TLS: { next: "human", remedy: "Check tickets.tls.ca and the host name in tickets.url." },
  TICKET_AUTH: {
    next: "human",
    remedy: "Check the token of tickets, whether it has expired, and the rights of its account.",
  },
  TICKET_THROTTLED: { next: "wait", remedy: "Wait: the service desk allows no more calls for now." },
  TICKET_SHAPE: {
    next: "human",
    remedy: "Check tickets.url, the queue or project and its fields: rollcall check tells what is missing.",
  },
  // Identity provider
  OIDC_UNREACHABLE: { next: "retry", remedy: "Check the network, the proxy and server.signIn.oidc.issuer." },
  OIDC_TLS: {
    next: "human",
    remedy: "Check server.signIn.oidc.tls.ca and the host name in the issuer.",
  },
  OIDC_AUTH: {
    next: "human",
    remedy:
      "Check clientId and clientSecret of server.signIn.oidc, and that the provider knows the address that it sends back to.",
  },
  OIDC_SHAPE: {
    next: "human",
    remedy:
      "Check that server.signIn.oidc.issuer is what the provider calls itself, to the letter, and look for a proxy in between.",
  },
  // Ourselves
  CONFIG_INVALID: { next: "human", remedy: "Correct the configuration; every problem is listed." },
  SECRET_UNREADABLE: {
    next: "human",
    remedy: "Set the environment variable or the file that the reference names.",
  },
  VAULT_KEY: {
    next: "human",
    remedy:
      "Add the key that sealed it to vault.previousKeys; rollcall vault rotate then wraps it anew. " +
      "If it is lost for good: rollcall vault discard.",
  },
  PLAN_INVALID: { next: "human", remedy: "Make a new plan; a plan file may only have items removed." },
  STORE_LOCKED: {
    next: "wait",
    remedy: "Another Rollcall uses this store: wait for it, or use PostgreSQL for several.",
  },
  STORE_UNAVAILABLE: { next: "retry", remedy: "Check that the database runs and that its URL is right." },
  STORE_FULL: {
    next: "human",
    remedy: "Make room on the disk of the store, then run again: what was under way is settled by reading.",
  },
  STORE_MOVED: {
    next: "human",
    remedy:
      "Write the store that it names into the configuration. Only when that one is given up for good: remove moved.json.",
  },
  STORE_NEWER: { next: "human", remedy: "The store was written by a newer Rollcall: use that version." },
  STORE_DAMAGED: { next: "human", remedy: "Restore the store from its last backup." },
  LEDGER_BROKEN: {
    next: "human",
    remedy: "The ledger was changed outside Rollcall: keep it as it is and find out by whom.",
  },
  OUTPUT_UNWRITABLE: { next: "human", remedy: "Check that the directory exists and is writable." },
  LISTEN_FAILED: {
    next: "human",
    remedy:
      "Choose a free port and an address of this machine; with TLS, check that key and certificate belong together.",
  },
  CANCELLED: { next: "never", remedy: "Run it again when it suits; nothing is half-written." },
} as const satisfies Record<string, { next: "retry" | "wait" | "human" | "never"; remedy: string }>;

export type FaultCode = keyof typeof FAULTS;

/** Small, structured facts about what happened: hosts, paths, status codes; never a secret. */
export type FaultDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The world misbehaved. `message` is one sentence saying which source and what; branch on `code`, never on the message.
 * Our own bugs are `Bug`; an expected no is a value.
 */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  readonly details: FaultDetails;
  constructor(code: FaultCode, message: string, details: FaultDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
  get next(): "retry" | "wait" | "human" | "never" {
    return FAULTS[this.code].next;
  }
  get remedy(): string {
    return FAULTS[this.code].remedy;
  }
}
