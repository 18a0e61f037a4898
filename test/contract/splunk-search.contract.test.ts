// The search export of a Splunk as a directory source, against a stand-in made after its documented contract: what the real
// product does beyond that is not proved here.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Row } from "../../src/adapters/splunk-search/answer-line.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createIds } from "../../src/adapters/system/ids.ts";
import { isKnown } from "../../src/core/model/unknown.ts";
import { checkConfig } from "../../src/main/config/load-config.ts";
import { sourcesOf } from "../../src/main/session.ts";
import { Fault } from "../../src/ports/fault.ts";
import { DAY } from "../../src/core/model/instant.ts";
import {
  BASE,
  DISABLED,
  VIP,
  groupRow,
  guid,
  ouRow,
  pcRow,
  personRow,
  splunkSource,
} from "../build/splunk-rows.ts";
import { splunkServer, type SplunkFault, type SplunkServer } from "../build/splunk-server.ts";
import { directorySourceContract, readWhole } from "./directory-source.contract.ts";

const GONE = `CN=Gone,OU=Groups,${BASE}`;
const NEVER = new AbortController().signal;

const servers: SplunkServer[] = [];
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]();
});

directorySourceContract("a Splunk search (stand-in)", async () => {
  const server = await splunkServer([
    ...Array.from({ length: 1_200 }, (_, n) => pcRow(n)),
    groupRow(VIP, `CN=Inner,OU=Groups,${BASE}`),
    groupRow(`CN=Inner,OU=Groups,${BASE}`, `CN=jane.doe,CN=Users,${BASE}`),
    personRow("jane.doe"),
  ]);
  servers.push(server);
  return {
    source: splunkSource(server, { vipGroups: [VIP, GONE] }),
    computers: 1_200,
    names: ["PC-0", "PC-1199"],
    absentId: guid(9_999),
    domains: ["corp.example.com"],
    vips: { [VIP]: ["jane.doe"], [GONE]: "unreadable" },
  };
});

describe("a Splunk search that goes wrong (stand-in)", () => {
  let server: SplunkServer;
  beforeAll(async () => {
    server = await splunkServer([]);
    servers.push(server);
  });
  afterEach(() => {
    server.fault = undefined;
  });
  const WHOLE: readonly Row[] = [ouRow(DISABLED), ...Array.from({ length: 6 }, (_, n) => pcRow(n))];
  const started = (rows: readonly Row[], fault?: SplunkFault): SplunkServer => {
    server.rows = rows;
    server.fault = fault;
    return server;
  };
  const faultOf = async (promise: Promise<unknown>): Promise<Fault> => {
    const error = await promise.catch((caught: unknown) => caught);
    if (!(error instanceof Fault)) throw new Error("no fault", { cause: error });
    return error;
  };
  const short = { timeouts: { connect: 2_000, headers: 300, body: 300, reading: 10_000, verifying: 10_000 } };
  const before = (ms: number): string => new Date(Date.now() - ms).toISOString();
  const without = (row: Row, column: string): Row =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name !== column));

  it("asks for final rows, with the search as configured and our mark behind it", async () => {
    const asked = started(WHOLE);
    const { end, computers } = await readWhole(splunkSource(asked, { search: " search index=ad " }));
    expect([end.gaps, computers.length]).toEqual([[], 6]);
    const form = asked.forms.at(-1);
    expect(Object.fromEntries(form ?? [])).toMatchObject({
      preview: "false",
      earliest_time: "-24h",
      latest_time: "now",
      search: expect.stringMatching(/^search index=ad \| appendpipe \[ stats count AS /) as string,
    });
  });

  it.each<[string, SplunkFault, string]>([
    ["the connection breaks in a row", { kind: "cut", rows: 4 }, "source_unavailable"],
    ["the answer ends in good order, too early", { kind: "short", rows: 4 }, "count_unknown"],
    ["nothing more comes", { kind: "hang", rows: 4 }, "source_unavailable"],
    [
      "an error stands inside a 200",
      { kind: "message", type: "ERROR", text: "peer lost" },
      "source_unavailable",
    ],
    ["a fatal error does", { kind: "message", type: "FATAL", text: "out of memory" }, "source_unavailable"],
    [
      "a warning does",
      { kind: "message", type: "WARN", text: "results may be incomplete" },
      "source_unavailable",
    ],
    ["a level nobody knows does", { kind: "message", type: "ODD", text: "?" }, "source_unavailable"],
    ["a row is lost on the way", { kind: "lines", of: (lines) => lines.toSpliced(2, 1) }, "count_mismatch"],
    ["the mark is lost", { kind: "lines", of: (lines) => lines.slice(0, -1) }, "count_unknown"],
    [
      "a row comes behind the mark",
      { kind: "lines", of: (lines) => [...lines.slice(1), lines[0] ?? ""] },
      "page_malformed",
    ],
    [
      "the mark is another call's",
      { kind: "lines", of: (lines) => lines.map((line) => line.replace(/(rollcall_end":")[^"]*/, "$1x")) },
      "page_malformed",
    ],
    [
      "previews come",
      { kind: "lines", of: (lines) => [(lines[1] ?? "").replace("false", "true"), ...lines] },
      "page_malformed",
    ],
    [
      "an object comes twice",
      { kind: "lines", of: (lines) => [lines[1] ?? "", ...lines] },
      "record_malformed",
    ],
  ])("is incomplete when %s", async (_, fault, code) => {
    const source = splunkSource(started(WHOLE, fault), fault.kind === "hang" ? short : {});
    const { end } = await readWhole(source);
    expect(end.gaps.map((gap) => gap.code)).toContain(code);
    // And nothing is decided by it about a single computer either.
    expect((await faultOf(source.readOne(guid(0), NEVER))).code).toMatch(
      /^(?:EXPORT_INVALID|DIRECTORY_UNREACHABLE)$/,
    );
  });

  it.each<[string, Row, string]>([
    ["a row is older than maxAge", pcRow(7, { _time: before(3 * DAY) }), "export_too_old"],
    ["a row is from the future", pcRow(7, { _time: before(-DAY) }), "record_malformed"],
    ["a row's age is unknown", without(pcRow(7), "_time"), "record_malformed"],
    ["a computer has no objectGUID", without(pcRow(7), "objectGUID"), "record_malformed"],
    ["a GUID is bytes", pcRow(7, { objectGUID: "0123456789abcdef" }), "record_malformed"],
    ["a row has no DN", without(pcRow(7), "distinguishedName"), ""],
    [
      "a single value is a list",
      pcRow(7, { dNSHostName: ["a.example.com", "b.example.com"] }),
      "record_malformed",
    ],
    ["two columns contradict each other", pcRow(7, { name: "PC-8" }), "record_malformed"],
    ["a date is a country's", pcRow(7, { whenChanged: "09:21.30 AM, Mon 02/14/2026" }), ""],
  ])("decides nothing when %s", async (_, row, code) => {
    const source = splunkSource(started([...WHOLE, row]));
    const outcome = await readWhole(source).catch((error: unknown) => error);
    if (code === "") expect(outcome).toMatchObject({ code: "EXPORT_INVALID" });
    else expect(outcome).toMatchObject({ end: { gaps: [{ code }] } });
    expect((await faultOf(source.readOne(guid(0), NEVER))).code).toMatch(/^EXPORT_/);
  });

  it.each<[string, SplunkFault, string]>([
    ["the token is refused", { kind: "status", status: 401 }, "DIRECTORY_AUTH"],
    ["the token may not search", { kind: "status", status: 403 }, "DIRECTORY_RIGHTS"],
    [
      "the search is no search",
      { kind: "status", status: 400, message: "Unknown search command 'foo'." },
      "DIRECTORY_SHAPE",
    ],
    ["it is busy", { kind: "status", status: 503 }, "DIRECTORY_UNREACHABLE"],
    [
      "it points elsewhere",
      { kind: "status", status: 307, location: "https://localhost:1/" },
      "DIRECTORY_SHAPE",
    ],
    ["it does not answer", { kind: "hang" }, "DIRECTORY_UNREACHABLE"],
    ["a page answers in its place", { kind: "lines", of: () => ["<html>"] }, "EXPORT_INVALID"],
    [
      "it gives no rows at all",
      { kind: "lines", of: (lines) => lines.slice(-1).map((line) => line.replace(/"7"/, '"0"')) },
      "EXPORT_INVALID",
    ],
    [
      "the clocks are apart",
      { kind: "date", date: new Date(Date.now() - 3_600_000).toUTCString() },
      "CLOCK_SKEW",
    ],
  ])("is a fault when %s", async (_, fault, code) => {
    const source = splunkSource(started(WHOLE, fault), fault.kind === "hang" ? short : {});
    const error = await faultOf(readWhole(source));
    expect(error.code).toBe(code);
    if (fault.kind === "status" && fault.message !== undefined)
      expect(error.message).toContain(fault.message);
    expect(error.message).not.toContain(server.token);
    expect(await source.check(NEVER)).toMatchObject([{ held: false }]);
  });

  it("does not speak to a server whose certificate nobody trusts", async () => {
    const { url, token } = started(WHOLE);
    expect((await faultOf(readWhole(splunkSource({ url, token, ca: "" }, { ca: undefined })))).code).toBe(
      "DIRECTORY_TLS",
    );
  });

  it("gives up what trickles in for ever, by a reading's whole time", async () => {
    const { timeouts } = short;
    const patient = { timeouts: { ...timeouts, headers: 10_000, body: 10_000, reading: 300 } };
    const { end } = await readWhole(splunkSource(started(WHOLE, { kind: "hang", rows: 3 }), patient));
    expect(end.gaps[0]).toMatchObject({ code: "source_unavailable" });
  });

  it("ends with CANCELLED when it is cancelled in the middle", async () => {
    const source = splunkSource(
      started(
        Array.from({ length: 700 }, (_, n) => pcRow(n)),
        { kind: "hang", rows: 650 },
      ),
    );
    const stop = new AbortController();
    const reading = source.read(undefined, stop.signal);
    expect((await reading.next()).value).toHaveLength(500);
    stop.abort();
    expect((await faultOf(reading.next())).code).toBe("CANCELLED");
  });

  it("lets a warning pass that the configuration calls harmless, and an error never", async () => {
    const ignoreWarnings = ["Configuration of peer"];
    const said = async (type: string): Promise<number> => {
      const fault = { kind: "message", type, text: "the configuration of peer idx2 is older" } as const;
      return (await readWhole(splunkSource(started(WHOLE, fault), { ignoreWarnings }))).end.gaps.length;
    };
    expect([await said("WARN"), await said("ERROR"), await said("INFO")]).toEqual([0, 1, 0]);
  });

  it("takes what the search promised and did not bring for unread, not for empty", async () => {
    const bare = WHOLE.map((row) => without(row, "servicePrincipalName"));
    const promised = await readWhole(splunkSource(started(bare)));
    expect(promised.end.gaps).toMatchObject([{ code: "record_malformed" }]);
    const unasked = await readWhole(splunkSource(started(bare), { complete: new Set() }));
    expect(unasked.end.gaps).toEqual([]);
    expect(unasked.computers.some(({ roles, managedBy }) => isKnown(roles) || isKnown(managedBy))).toBe(
      false,
    );
    expect(unasked.computers[0]).toMatchObject({
      roles: { unknown: "unreadable" },
      managedBy: { unknown: "unreadable" },
    });
  });

  it("takes a group of which a part of the members came for one that cannot be read", async () => {
    const jane = `CN=jane,CN=Users,${BASE}`;
    const people = [...WHOLE, personRow("jane"), groupRow(`CN=Other,${BASE}`, jane)];
    const vips = async (group: Row): Promise<unknown> =>
      (await splunkSource(started([...people, group]), { vipGroups: [VIP] }).vips(NEVER)).groups;
    expect(await vips(groupRow(VIP, jane))).toMatchObject([{ kind: "read", members: [{ dn: jane }] }]);
    expect(await vips({ ...groupRow(VIP), "member;range=0-0": jane })).toMatchObject([
      { kind: "unreadable" },
    ]);
  });

  it("reads one computer with the containers above it, and asks Splunk anew each time", async () => {
    const asked = started(WHOLE);
    const source = splunkSource(asked);
    const live = await source.readOne(guid(3), NEVER);
    expect(live).toMatchObject({ computer: { name: "PC-3", enabled: false }, ous: [{ dn: DISABLED }] });
    server.rows = [
      ...WHOLE.slice(0, 4),
      pcRow(3, { userAccountControl: "WORKSTATION_TRUST_ACCOUNT" }),
      pcRow(8),
    ];
    expect(await source.readOne(guid(3), NEVER)).toMatchObject({ computer: { enabled: true } });
    server.rows = WHOLE.slice(0, 2);
    expect(await source.readOne(guid(3), NEVER)).toBe("absent");
    expect(source.requests()).toBe(3);
  });

  it("says in its self-test what the search lacks", async () => {
    const checks = await splunkSource(started(WHOLE), { vipGroups: [VIP] })
      .check(NEVER)
      .catch((error: unknown) => error);
    // Without a group no row has a member, which complete promised.
    expect(checks).toMatchObject([
      { held: false, remedy: expect.stringContaining("complete names member") as string },
    ]);
    const held = await splunkSource(started([...WHOLE, groupRow(VIP, `CN=jane,CN=Users,${BASE}`)]), {
      vipGroups: [VIP],
    }).check(NEVER);
    expect(held.map((one) => one.held)).toEqual([true, true, false, true]);
  });

  it("is what a configuration opens, token, authority, columns and promises included", async () => {
    const { url, ca, token } = started(WHOLE.map((row) => ({ ...row, dns: "pc.corp.example.com" })));
    const config = checkConfig(
      stringify({
        sophos: { reader: { clientId: "env:ID", clientSecret: "env:SECRET" } },
        directories: [
          {
            name: "corp",
            type: "splunk",
            url,
            token: "env:TOKEN",
            tls: { ca: "env:CA" },
            search: "search index=ad",
            domain: { dns: "corp.example.com", netbios: "CORP" },
            fields: { DNSHostName: "dns" },
            complete: ["managedBy", "servicePrincipalName"],
            retired: { ous: [DISABLED] },
          },
        ],
      }),
      "rollcall.yaml",
      { TOKEN: token, CA: ca },
    ).config;
    const quiet = (): void => undefined;
    const log = { debug: quiet, info: quiet, warn: quiet };
    const sources = sourcesOf(config, { clock: systemClock, ids: createIds(systemClock), log });
    const [directory] = config.directories;
    if (directory === undefined) throw new Error("the configuration has no directory");
    const source = sources.directory(directory);
    expect((await source.check(NEVER)).map(({ held }) => held)).toEqual([true, true, true]);
    const { computers } = await readWhole(source);
    expect(computers[0]).toMatchObject({
      dnsHostName: "pc.corp.example.com",
      roles: [],
      managedBy: { unknown: "missing" },
    });
    await source.close();
  });
});
