/** What a key is for, and what its value must be where the schema cannot say it. */
export interface KeyText {
  readonly means: string;
  readonly rule?: string;
  /** Values that the rule refuses: the test of these pages proves it. */
  readonly refuses?: readonly unknown[];
}

const SECRET = {
  rule: "a reference: `env:NAME`, `file:PATH` or `credential:NAME`",
  refuses: ["hunter2"],
} as const;
const CA = {
  means: "PEM of the certificate authority to trust instead of the public ones.",
  ...SECRET,
} as const;
const URL_RULE = "an https URL of a host alone";
const DN_LIST = { rule: "distinguished names", refuses: [["Disabled"]] } as const;

/** By path, as `configKeys` writes paths: a key too many or too few fails the generation. */
export const CONFIG_TEXTS: Readonly<Record<string, KeyText>> = {
  store: {
    means: "Where everything is kept: the embedded database, or PostgreSQL.",
    rule: "`pglite:DIRECTORY`, a `postgres://` URL without a password, or a reference to a URL with one",
    refuses: ["sqlite:x", "postgres://u:p@h/db"],
  },
  mode: { means: "What a run may do.", refuses: ["delete"] },
  "sophos.idUrl": {
    means: "Sophos ID, which gives tokens.",
    rule: URL_RULE,
    refuses: ["http://id.sophos.com"],
  },
  "sophos.apiUrl": {
    means: "Central's global API.",
    rule: `${URL_RULE}; its host must be in allowedHosts`,
    refuses: ["https://api.example.com", "https://api.central.sophos.com/v1"],
  },
  "sophos.allowedHosts": {
    means: "Hosts that a token may be sent to.",
    rule: "`host`, `host:port`, or `*.domain` of two labels or more",
    refuses: [["*.com"], []],
  },
  "sophos.reader.clientId": {
    means: "Client id that reads: role Service Principal Read-Only.",
    rule: "a text or a reference",
  },
  "sophos.reader.clientSecret": { means: "Its secret.", ...SECRET },
  "sophos.deleter.clientId": {
    means: "Client id that deletes: role Service Principal Management. Needed and used in enforce only.",
    rule: "a text or a reference",
  },
  "sophos.deleter.clientSecret": { means: "Its secret.", ...SECRET },
  "sophos.tenants.include": {
    means: "Only these tenants, by name or id. Empty: all that the credential covers.",
  },
  "sophos.tenants.exclude": { means: "All but these tenants.", rule: "none that is included as well" },
  "sophos.rate.perSecond": { means: "Most requests in any second.", refuses: [0] },
  "sophos.rate.perMinute": { means: "Most requests in any minute.", refuses: [0] },
  "sophos.rate.perHour": { means: "Most requests in any hour.", refuses: [0] },
  "sophos.rate.perDay": { means: "Most requests in any day.", refuses: [0] },
  "sophos.tls.ca": CA,
  "directories[].name": {
    means: "Name of the directory, in every table and in the ledger.",
    rule: "letters, digits, `-`, `_` and `.`; each its own",
    refuses: ["my directory"],
  },
  "directories[].type": { means: "How it is read.", refuses: ["ad"] },
  "directories[].url": {
    means: "ldap: a domain controller. splunk: the management port of a search head.",
    rule: "an ldaps URL of a host alone; for splunk an https one",
    refuses: ["ldap://dc1.corp.example.com"],
  },
  "directories[].bind.user": { means: "ldap: the account, as UPN, `DOMAIN\\user` or DN." },
  "directories[].bind.password": { means: "ldap: its password.", ...SECRET },
  "directories[].tls.ca": { ...CA, means: `ldap, splunk: ${CA.means}` },
  "directories[].baseDn": {
    means: "ldap: the domain, or an OU of it, whose computers count.",
    rule: "a distinguished name with DC parts",
    refuses: ["corp.example.com", "OU=Devices"],
  },
  "directories[].retired.ous": {
    means: "Computers in these OUs, at any depth, are retired.",
    rule: "distinguished names below the directory's base; never the base itself. One of the three keys of `retired` must say something",
    refuses: [["Disabled"], ["DC=corp,DC=example,DC=com"], ["OU=Disabled,DC=other,DC=example,DC=com"]],
  },
  "directories[].retired.disabledAccounts": {
    means: "Disabled computer accounts are retired, wherever they lie.",
  },
  "directories[].retired.deletedObjects": {
    means: "Deleted computers are read too, and count as retired while their tombstone is there.",
  },
  "directories[].vipGroups": { means: "Groups whose members are VIPs, nested groups included.", ...DN_LIST },
  "directories[].path": { means: "file: the export. A relative path starts at the configuration's folder." },
  "directories[].domain.dns": {
    means: "file, splunk: DNS name of the domain.",
    rule: "a DNS name",
    refuses: ["corp"],
  },
  "directories[].domain.netbios": {
    means: "file, splunk: NetBIOS name of the domain, as in `CORP\\user`.",
    rule: "15 characters at most",
    refuses: ["FAR-TOO-LONG-A-NAME"],
  },
  "directories[].maxAge": {
    means: "file: an older export decides nothing. splunk: nor does a search with an older row.",
    rule: "a duration longer than zero",
    refuses: ["2 days", "PT0S"],
  },
  "directories[].token": { means: "splunk: an authentication token.", ...SECRET },
  "directories[].search": {
    means: "splunk: the search that gives one row for each object of the domain.",
    rule: "begins with `search` or `|`; no command that writes, leaves rows out or loses values of a list",
    refuses: [
      "index=ad",
      "search index=ad | head 100",
      "search index=ad | stats latest(*) AS * by objectGUID",
    ],
  },
  "directories[].earliest": {
    means: "splunk: from when on is searched.",
    rule: "a time modifier of Splunk",
    refuses: ["yesterday at noon"],
  },
  "directories[].latest": {
    means: "splunk: up to when is searched.",
    rule: "a time modifier of Splunk",
    refuses: [""],
  },
  "directories[].fields.<name>": {
    means: "splunk: by attribute, the column that holds it, where it has another name.",
    rule: "attributes that Rollcall reads, each once",
  },
  "directories[].complete": {
    means:
      "splunk: attributes that the search brings whenever they have a value. Of the others, no value means unknown.",
    refuses: [["cn"]],
  },
  "directories[].ignoreWarnings": {
    means: "splunk: texts; a warning with one of them in it is no objection to the answer.",
    refuses: [[""]],
  },
  "tenantDomains.<name>": {
    means: "By tenant name or id: the domains its devices belong to. This is what makes most matches exact.",
    rule: "DNS names",
    refuses: [[], ["corp"]],
  },
  "policy.inactive.computer": {
    means: "How long a computer must be silent.",
    rule: "whole days, P15D or more",
    refuses: ["P14D", "P1M", "P20DT1H"],
  },
  "policy.inactive.server": {
    means: "How long a server must be silent.",
    rule: "whole days, P15D or more",
    refuses: ["P14D"],
  },
  "policy.grace": {
    means: "How long a computer must have been retired.",
    rule: "whole days",
    refuses: ["PT12H", "-P1D"],
  },
  "policy.accept": { means: "Reasons that are let through without review.", refuses: [["vip_owner"]] },
  "policy.protect[].tenant": { means: "Tenant name or id." },
  "policy.protect[].group": { means: "Name or id of an endpoint group; it reaches the groups below it." },
  "policy.protect[].tag": { means: "`key:value`, or a key alone." },
  "policy.protect[].hostname": { means: "Hostname; `*` stands for any characters, `?` for one." },
  "policy.protect[].ou": {
    means: "The computer lies in this OU, at any depth.",
    rule: "a distinguished name",
    refuses: ["Servers"],
  },
  "policy.protect[].os": { means: "Part of the system's name, or a platform: `windows`, `linux`, `macOS`." },
  "policy.protect[].reason": {
    means:
      "Why; told with the reason `protected`. A device is protected when every field of one rule is met.",
    rule: "a rule needs at least one field beside it",
  },
  "policy.vip.people": {
    means: "VIPs whatever a directory says: `DOMAIN\\user`, mail address, DN, login or full name.",
  },
  "policy.stable.runs": {
    means: "Complete collections for which an endpoint must have been a candidate.",
    refuses: [0],
  },
  "policy.stable.for": {
    means: "Time for which it must have been one, on the same evidence.",
    rule: "a duration",
    refuses: ["1d"],
  },
  "limits.perRun": { means: "Most deletions a run.", rule: "0 means none", refuses: [-1, 2.5] },
  "limits.perTenantPerDay": {
    means: "Most attempts a tenant and UTC day, whatever becomes of them.",
    rule: "0 means none",
    refuses: [-1],
  },
  "limits.maxShareOfTenant": {
    means: "More stable candidates than this share of a tenant's endpoints stop the whole tenant.",
    rule: "a share",
    refuses: [5, "5%"],
  },
  "limits.ramp.steps": {
    means: "Attempts a UTC day over all tenants, step by step.",
    rule: "growing; 0 means none",
    refuses: [[5, 1], []],
  },
  "limits.ramp.advanceAfterCleanDays": {
    means: "Clean days before the next step. A setback leads back to the first one.",
    refuses: [0],
  },
  "limits.hours.days": {
    means:
      "Days of the week on which enforce may begin to delete; without `limits.hours` it may at any time.",
    rule: "one at least",
    refuses: [[], ["monday"]],
  },
  "limits.hours.from": {
    means: "From this time of day on, by the clock of the zone.",
    rule: "HH:MM, in quotes",
    refuses: ["8:00", "24:00"],
  },
  "limits.hours.to": {
    means: "Before this time of day. Where it is the earlier one, the hours go over midnight.",
    rule: "HH:MM, in quotes; not the same as from",
    refuses: ["18", "18:60"],
  },
  "limits.hours.zone": {
    means: "The time zone of both, which knows of summer time.",
    rule: "an IANA name",
    refuses: ["CEST!", "+02:00"],
  },
  "limits.spacing": {
    means: "Time between two deletions.",
    rule: "a duration",
    refuses: ["2s"],
  },
  "limits.breakers.maxShrink": {
    means:
      "A tenant that lost more than this share of its endpoints against its last seven days is stopped; a directory that lost so many computers stops the run.",
    rule: "a share",
    refuses: [10],
  },
  "limits.breakers.minSeenLastDay": {
    means: "A tenant with fewer endpoints seen in the last day is stopped. 0 turns this breaker off.",
    refuses: [-1],
  },
  "limits.breakers.maxFailures": {
    means: "So many failed or unconfirmed deletions in a row stop the run.",
    refuses: [0],
  },
  "review.answerWithin": {
    means: "How long a case waits for its answer, after which it is a no. An approval holds as long.",
    rule: "a duration",
    refuses: ["PT0S"],
  },
  "review.twoPeople": {
    means: "Reasons that two people must approve, neither of them the account that Rollcall runs as.",
    refuses: [["recently_seen"]],
  },
  "review.newCasesPerRun": {
    means:
      "So many new cases a run, the longest silent devices first. The rest waits and is counted. 0 opens none.",
    refuses: [-1],
  },
  "tickets.type": { means: "What kind of service desk it is." },
  "tickets.name": {
    means:
      "How it is called in the ledger. Under another name it is another desk, which knows no ticket of this one.",
  },
  "tickets.url": { means: "Where it is; it may lie below a path.", rule: "https://" },
  "tickets.tls.ca": { means: "The only authority to trust on the way.", ...SECRET },
  "tickets.token": {
    means:
      "The token of `account`: for Jira an API token, for ServiceNow the password, for a webhook the secret that signs.",
    ...SECRET,
  },
  "tickets.user": { means: "Jira: the e-mail address of the account that the token belongs to." },
  "tickets.account": {
    means: "The account that Rollcall uses the desk by. Its own answers never count.",
  },
  "tickets.per": {
    means:
      "What has a ticket: each case its own, which can be answered in it, or each tenant one that lists its open cases and takes no answer.",
    refuses: ["device"],
  },
  "tickets.queue": { means: "Request Tracker: the queue that tickets are made in.", refuses: ["it's"] },
  "tickets.fields.key": {
    means: "Custom field with the key by which a ticket is found again.",
    refuses: ["a}b"],
  },
  "tickets.fields.question": { means: "Custom field with the mark of what is asked." },
  "tickets.fields.decision": { means: "Custom field with the answer, a choice of one." },
  "tickets.words.approve": { means: "What the decision field holds for a yes." },
  "tickets.words.keep": { means: "… for a no." },
  "tickets.words.hold": { means: "… for not now." },
  "tickets.statuses.open": { means: "The status that a ticket is given when it is opened again." },
  "tickets.statuses.resolved": { means: "The status that a ticket is closed with." },
  "tickets.statuses.closed": {
    means:
      "Every status of the queue's lifecycle in which a ticket is closed: leaving one of them voids an answer.",
  },
  "tickets.project": { means: "Jira: the key of the project.", rule: "such as `OPS`", refuses: ["ops desk"] },
  "tickets.issueType": { means: "Jira: the type of the issues." },
  "tickets.answers": {
    means:
      "Jira: whether approvals of Jira Service Management answer, or the status that a person moves the issue to.",
  },
  "tickets.answerStatuses.approve": { means: "Jira with `statuses`: the status that is a yes." },
  "tickets.answerStatuses.keep": { means: "… a no." },
  "tickets.answerStatuses.hold": { means: "… not now." },
  "tickets.workflow.ask": { means: "Jira: the status in which an answer is waited for." },
  "tickets.workflow.done": { means: "Jira: the status that an issue is closed with." },
  "tickets.workflow.closed": {
    means:
      "Jira: every status of the workflow in which an issue is closed: leaving one of them voids an answer.",
  },
  "tickets.approversField": {
    means: "Jira: the custom field that is filled with the approvers, where the workflow takes them from it.",
    rule: "such as `customfield_10003`",
    refuses: ["Approvers"],
  },
  "tickets.table": {
    means: "ServiceNow: the table that tickets are made in, one that extends Task.",
    refuses: ["Incident!"],
  },
  "tickets.states.open": {
    means: "ServiceNow: the value of `state` that a ticket is given when it is opened again.",
  },
  "tickets.states.resolved": { means: "ServiceNow: the value that a ticket is closed with." },
  "tickets.states.closed": { means: "ServiceNow: every value in which a ticket is closed." },
  "tickets.closeCode": { means: "ServiceNow: the close code that closing demands." },
  "tickets.assignmentGroup": { means: "ServiceNow: the group that tickets are assigned to." },
  "tickets.approvers[].account": {
    means:
      "Who may answer, exactly as the desk names the account. Nobody else's answer counts. With `per: tenant` nobody has to be named.",
  },
  "tickets.approvers[].person": {
    means:
      "The same person on Rollcall's own command line, so that one person is not taken for two. The account where it is not written.",
  },
  "tickets.holdFor": {
    means: "How long a device is on hold that was answered so.",
    rule: "a duration",
    refuses: ["PT0S"],
  },
  "tickets.inDryRun": { means: "Whether dry runs write tickets too. Observe never does." },
  "siem[].name": {
    means: "A short name of its own. How far the sink has got is kept by it: a new name begins anew.",
    rule: "letters, digits, `-`, `_` and `.`",
    refuses: ["a b"],
  },
  "siem[].type": { means: "What the sink is.", refuses: ["udp"] },
  "siem[].format": { means: "How an event is written. OCSF is the model; the others are views of it." },
  "siem[].host": {
    means: "The collector, by the name in its certificate. Syslog is spoken over TLS alone.",
    rule: "a host name",
    refuses: ["collector.example.com:6514"],
  },
  "siem[].port": { means: "Its port.", rule: "1 to 65535", refuses: [0, 70_000] },
  "siem[].enterprise": {
    means:
      "The private enterprise number that names the structured data, `rollcall@NUMBER`. 32473 is nobody's.",
    refuses: [0],
  },
  "siem[].url": {
    means:
      "Splunk's HTTP Event Collector (`https://splunk.example.com:8088`), or Elasticsearch or OpenSearch.",
    rule: URL_RULE,
    refuses: ["http://splunk.example.com:8088", "https://elastic.example.com/path"],
  },
  "siem[].token": { means: "The collector's token.", ...SECRET },
  "siem[].index": {
    means: "Splunk: the index, that of the token when absent. Elastic: a data stream or an index.",
    rule: "a name",
    refuses: ["", "a/b"],
  },
  "siem[].sourcetype": {
    means: "Splunk's source type; `rollcall:ocsf`, `rollcall:ecs` or `cef` by the format when absent.",
    rule: "a text",
    refuses: [""],
  },
  "siem[].acknowledge": {
    means:
      "Wait until the indexer has confirmed. The token must have acknowledgement on; Splunk Cloud has none.",
    refuses: ["always"],
  },
  "siem[].apiKey": { means: "Elastic's API key, encoded. This, or user and password.", ...SECRET },
  "siem[].user": { means: "A user, where there is no API key.", rule: "a text", refuses: [""] },
  "siem[].password": { means: "Its password.", ...SECRET },
  "siem[].tls.ca": { means: "PEM of the only authority to trust; the public ones when absent.", ...SECRET },
  "siem[].tls.cert": { means: "PEM of our own certificate, where the collector asks for one.", ...SECRET },
  "siem[].tls.key": { means: "PEM of its key.", ...SECRET },
  "notify[].name": {
    means: "A short name of its own, other than those of `siem`. What the recipient was told is kept by it.",
    rule: "letters, digits, `-`, `_` and `.`",
    refuses: ["a b"],
  },
  "notify[].type": { means: "By what it is told.", refuses: ["pigeon"] },
  "notify[].about": { means: "What it is told of; everything when absent.", refuses: [[], ["weather"]] },
  "notify[].tenants": {
    means: "Only what is about these tenants, by name or id. Empty: everything, also what is about none.",
    refuses: [[""]],
  },
  "notify[].smtp.host": {
    means: "The mail server, by the name in its certificate.",
    rule: "a host name",
    refuses: ["mail.example.com:25"],
  },
  "notify[].smtp.port": { means: "Its port.", rule: "1 to 65535", refuses: [0] },
  "notify[].smtp.security": {
    means:
      "How the connection is encrypted: `starttls` refuses a server without it, `none` is for a relay on this machine.",
    refuses: ["ssl"],
  },
  "notify[].smtp.user": { means: "The account, where the server asks for one.", refuses: [""] },
  "notify[].smtp.password": { means: "Its password.", ...SECRET },
  "notify[].smtp.tls.ca": {
    means: "PEM of the only authority to trust; the public ones when absent.",
    ...SECRET,
  },
  "notify[].from": {
    means: "The sender.",
    rule: "`name@example.com` or `Name <name@example.com>`",
    refuses: ["rollcall", "a@b\nBcc: c@d"],
  },
  "notify[].to": { means: "The recipients.", rule: "mail addresses", refuses: [[], ["admins"]] },
  "notify[].subjectPrefix": {
    means: "What stands before each subject.",
    rule: "at most 60 characters",
    refuses: ["x".repeat(61)],
  },
  "notify[].url": {
    means: "Where messages are posted, over https. Whoever knows the address can post there: it is a secret.",
    ...SECRET,
  },
  "notify[].secrets": {
    means: "What messages are signed with (Standard Webhooks), the newest first.",
    rule: "references to `whsec_` and base64",
    refuses: [[], ["hunter2"]],
  },
  "notify[].tls.ca": { means: "PEM of the only authority to trust; the public ones when absent.", ...SECRET },
  vault: {
    means:
      "With keys of its own, dossiers are kept; without them, nothing is, and enforce warns unless `none` is written.",
    refuses: ["some", {}],
  },
  "vault.key": { means: "The key that seals dossiers: 32 bytes in base64 or hex.", ...SECRET },
  "vault.previousKeys": {
    means: "Keys that sealed before; they only open.",
    rule: "references",
    refuses: [["hunter2"]],
  },
  "vault.keep": {
    means: "How long dossiers are kept.",
    rule: "a duration of at least 30 days, as long as Central can restore a device",
    refuses: ["P29D"],
  },
  "server.listen": {
    means:
      "Where `rollcall serve` takes requests. An address that others reach needs `server.tls` or `server.proxy`.",
    rule: "`host:port`; an IPv6 address in brackets",
    refuses: ["8443", "0.0.0.0:70000"],
  },
  "server.publicUrl": {
    means:
      "What browsers call the server, where that is not the address it listens on. Cookies, the way back from the identity provider and the check of where a request comes from go by it, never by a header.",
    rule: "an https URL of a host alone; http for this machine only",
    refuses: ["rollcall.example.com", "http://rollcall.example.com", "https://rollcall.example.com/console"],
  },
  "server.proxy.addresses": {
    means:
      "The proxies in front: whom `X-Forwarded-For` is believed. Where there is no `server.tls`, nobody else is answered.",
    rule: "IP addresses, or ranges such as `192.0.2.0/24`",
    refuses: [[], ["proxy.example.com"], ["192.0.2.0/33"]],
  },
  "server.tls.cert": { means: "PEM of its certificate, and of the authorities above it.", ...SECRET },
  "server.tls.key": { means: "PEM of the certificate's key.", ...SECRET },
  "schedule[].name": {
    means: "Name of the entry: a slot is known by it and its time.",
    rule: "letters, digits, `-`, `_` and `.`; each its own",
    refuses: ["every night"],
  },
  "schedule[].run": {
    means: "When a run begins, while `rollcall serve` runs.",
    rule: "cron: minute, hour, day, month, weekday; some day must be such a day",
    refuses: ["daily at two", "0 2 30 2 *", "0 0 2 * * 1-5"],
  },
  "schedule[].zone": {
    means: "Whose clocks these times are of.",
    rule: "an IANA name",
    refuses: ["Berlin"],
  },
  "schedule[].missed": {
    means: "What becomes of a time at which nothing served: `run` makes up for the newest one, once.",
    refuses: ["queue"],
  },
  "schedule[].missedWithin": {
    means: "So long after its time it is still made up for.",
    refuses: ["6h", "PT0S"],
  },
  "server.hooks[].name": {
    means: "Name of the sender, in every answer, in the ledger and in the log.",
    rule: "letters, digits, `-`, `_` and `.`; each its own",
    refuses: ["my soar"],
  },
  "server.hooks[].secrets": {
    means:
      "What it signs with, in base64, with or without `whsec_`: 24 bytes or more. Several while they are exchanged.",
    rule: "references",
    refuses: [["hunter2"], []],
  },
  "server.hooks[].may": {
    means:
      "What it may decide. One that may nothing only reads. See [what approve means](../guide/integrations/webhook.md#who-can-forge-what).",
    refuses: [["delete"]],
  },
  "server.signIn.local": {
    means:
      "Whether accounts made by `rollcall admin create` may sign in. Each is an administrator of all tenants.",
    refuses: ["yes"],
  },
  "server.signIn.oidc.issuer": {
    means: "The identity provider, exactly as it calls itself in its own discovery document.",
    rule: "an https URL",
    refuses: ["http://login.example.com", "login.example.com"],
  },
  "server.signIn.oidc.clientId": { means: "What Rollcall is called there.", refuses: [""] },
  "server.signIn.oidc.clientSecret": {
    means: "Its secret; without one it is a public client, which PKCE alone proves.",
    ...SECRET,
  },
  "server.signIn.oidc.groupsClaim": {
    means: "The claim that lists a person's groups. Who comes without it is refused.",
    refuses: [""],
  },
  "server.signIn.oidc.scopes": {
    means: "What is asked for; some providers give the groups for a scope of its own.",
    rule: "`openid` among them",
  },
  "server.signIn.oidc.tls.ca": {
    means: "PEM of the only authority to trust; the public ones when absent.",
    ...SECRET,
  },
  "server.signIn.roles[].group": {
    means: "A group, by what the claim calls it: a name, or an id.",
    refuses: [""],
  },
  "server.signIn.roles[].role": {
    means:
      "What its members may; each role may what those before it may. See [sign-in](../guide/sign-in.md#roles).",
    refuses: ["admin"],
  },
  "server.signIn.roles[].tenants": {
    means: "For which tenants, by name or id; all of them when absent.",
    refuses: [[]],
  },
  "server.signIn.session.idle": {
    means: "After how long without a request one has to sign in again.",
    rule: "a duration longer than zero",
    refuses: ["PT0S"],
  },
  "server.signIn.session.longest": {
    means: "After how long in any case.",
    rule: "a duration of at most 7 days",
    refuses: ["P8D", "PT0S"],
  },
};
