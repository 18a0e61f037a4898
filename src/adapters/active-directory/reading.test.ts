import { describe, expect, it } from "vitest";
import { guidBytes, ldapEntry, page } from "../../../test/build/ldap.ts";
import { stepClock } from "../../../test/build/step-clock.ts";
import type { Computer } from "../../core/model/computer.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import type { DirectoryReadingEnd } from "../../ports/directory-source.ts";
import { Fault } from "../../ports/fault.ts";
import type { LdapEntry } from "./entry.ts";
import { readDirectory } from "./reading.ts";
import type { LdapSearch, SearchAnswer, Searcher } from "./search.ts";
import type { Scope } from "./site.ts";

const BASE = "DC=corp,DC=example";
const DELETED = `CN=Deleted Objects,${BASE}`;
const SERVICE = "CN=NTDS Settings,CN=DC1";

const computer = (byte: number, change: Record<string, string | Buffer> = {}): LdapEntry =>
  ldapEntry(`CN=PC${byte},${BASE}`, {
    objectGUID: guidBytes(byte),
    objectClass: ["top", "computer"],
    cn: `PC${byte}`,
    userAccountControl: "4096",
    ...change,
  });

/** What a domain controller answers, by what is asked; a test replaces what it is about. */
interface Script {
  readonly computers?: readonly (SearchAnswer | Error)[];
  readonly changed?: readonly SearchAnswer[];
  readonly containers?: readonly SearchAnswer[];
  readonly deleted?: SearchAnswer;
  readonly container?: LdapEntry;
}

function controller(script: Script): Searcher & { readonly asked: string[] } {
  const asked: string[] = [];
  const left: Record<string, (SearchAnswer | Error)[]> = {
    computers: [...(script.computers ?? [page([computer(1)])])],
    changed: [...(script.changed ?? [page([])])],
    containers: [...(script.containers ?? [page([])])],
  };
  const answer = (search: LdapSearch): SearchAnswer | Error => {
    const filter = search.filter.toString();
    const fixed: Record<string, LdapEntry> = {
      "": ldapEntry("", {
        defaultNamingContext: BASE,
        configurationNamingContext: `CN=Configuration,${BASE}`,
        dsServiceName: SERVICE,
        highestCommittedUSN: "100",
        currentTime: "20260301080000.0Z",
      }),
      [SERVICE]: ldapEntry(SERVICE, { invocationId: guidBytes(9) }),
      [BASE]: ldapEntry(BASE, { objectGUID: guidBytes(8) }),
    };
    if (search.base.startsWith("CN=Partitions")) {
      return page([ldapEntry("CN=CORP", { nCName: BASE, dnsRoot: "corp.example", nETBIOSName: "CORP" })]);
    }
    if (search.base.startsWith("<WKGUID=")) return page([script.container ?? ldapEntry(DELETED)]);
    if (search.base === DELETED) return script.deleted ?? page([]);
    const entry = fixed[search.base];
    if (search.scope === "base") return entry === undefined ? { kind: "no_object" } : page([entry]);
    const kind = filter.includes("objectCategory=computer")
      ? filter.includes("uSNChanged")
        ? "changed"
        : "computers"
      : "containers";
    asked.push(kind);
    const next = left[kind]?.shift();
    if (next === undefined) throw new Error(`nothing left to answer: ${kind} ${filter}`);
    return next;
  };
  return {
    label: "Directory corp (dc1:636)",
    asked,
    search: async (search) => {
      await Promise.resolve();
      const found = answer(search);
      if (found instanceof Error) throw found;
      return found;
    },
  };
}

const scope = (deletedObjects = false): Scope => ({
  name: "corp" as DirectoryName,
  baseDn: BASE,
  retired: { ous: [], disabledAccounts: true, deletedObjects },
  vipGroups: [`CN=VIP,${BASE}`],
  pageSize: 2,
});

async function read(
  searcher: Searcher,
  bookmark?: string,
  deletedObjects = false,
): Promise<{ names: string[]; end: DirectoryReadingEnd }> {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const reading = readDirectory(searcher, scope(deletedObjects), bookmark, { clock: stepClock(), log });
  const computers: Computer[] = [];
  let step = await reading.next();
  while (step.done !== true) {
    computers.push(...step.value);
    step = await reading.next();
  }
  return { names: computers.map(({ name }) => name), end: step.value };
}
const readable = ldapEntry(DELETED, { objectGUID: guidBytes(7) });
const bookmark = async (deletedObjects = false): Promise<string | undefined> =>
  (await read(controller({ container: readable }), undefined, deletedObjects)).end.bookmark;

describe("a reading of a directory", () => {
  it("is complete when the last page came, and may be gone on from", async () => {
    const { names, end } = await read(
      controller({ computers: [page([computer(1), computer(2)], "x"), page([computer(3)])] }),
    );
    expect(names).toStrictEqual(["PC1", "PC2", "PC3"]);
    expect(end).toMatchObject({
      gaps: [],
      extent: "full",
      domains: [{ dns: "corp.example", netbios: "CORP" }],
    });
    expect(end.bookmark).toBeTypeOf("string");
  });

  it("throws what breaks before the first batch", async () => {
    const fault = new Fault("DIRECTORY_UNREACHABLE", "gone");
    await expect(read(controller({ computers: [fault] }))).rejects.toBe(fault);
  });

  it("tells what breaks in the middle as a gap, with no bookmark and every VIP group unreadable", async () => {
    const fault = new Fault("DIRECTORY_UNREACHABLE", "gone");
    const { names, end } = await read(controller({ computers: [page([computer(1)], "x"), fault] }));
    expect(names).toStrictEqual(["PC1"]);
    expect(end).toMatchObject({
      gaps: [{ code: "source_unavailable", detail: "gone" }],
      bookmark: undefined,
      vips: { groups: [{ kind: "unreadable" }] },
    });
  });

  it("tells containers that cannot be read as a gap: the date of a moved OU hangs on them", async () => {
    const { end } = await read(controller({ containers: [{ kind: "no_object" }] }));
    expect(end).toMatchObject({ gaps: [{ code: "page_malformed" }], ous: [] });
  });

  it.each([new Fault("CANCELLED", "stopped"), new TypeError("ours")])(
    "throws %s even in the middle",
    async (error) => {
      await expect(read(controller({ computers: [page([computer(1)], "x"), error] }))).rejects.toBe(error);
    },
  );

  it("takes a directory without a single computer for a missing right", async () => {
    await expect(read(controller({ computers: [page([])] }))).rejects.toMatchObject({
      code: "DIRECTORY_RIGHTS",
    });
  });

  it("is incomplete when an entry cannot be identified", async () => {
    const { names, end } = await read(
      controller({ computers: [page([computer(1), computer(2, { objectGUID: "" })])] }),
    );
    expect(names).toStrictEqual(["PC1"]);
    expect(end).toMatchObject({ gaps: [{ code: "record_malformed" }], bookmark: undefined });
  });

  it("keeps the loser of a replication conflict under the name it lost", async () => {
    const stray = computer(2, { cn: "PC2\nCNF:02020202-0202-0202-0202-020202020202" });
    const { names, end } = await read(controller({ computers: [page([computer(1), stray])] }));
    expect(names).toStrictEqual(["PC1", "PC2"]);
    expect(end.gaps).toStrictEqual([]);
  });

  it("does not start when deleted objects are asked for and may not be read", async () => {
    await expect(read(controller({}), undefined, true)).rejects.toMatchObject({ code: "DIRECTORY_RIGHTS" });
  });

  it("brings the deleted objects that lay in its scope, and those of which nobody knows where they lay", async () => {
    const tombstone = (byte: number, lastKnownParent: string): LdapEntry =>
      computer(byte, { isDeleted: "TRUE", ...(lastKnownParent !== "" && { lastKnownParent }) });
    const deleted = page([
      tombstone(2, BASE),
      tombstone(3, `OU=Devices,${BASE}`),
      tombstone(4, "OU=Devices,DC=other"),
      tombstone(5, ""),
      tombstone(6, String.raw`OU=Room\0ADEL:x,CN=Deleted Objects,DC=other`),
    ]);
    const { names } = await read(controller({ container: readable, deleted }), undefined, true);
    expect(names).toStrictEqual(["PC1", "PC2", "PC3", "PC5", "PC6"]);
  });
});

describe("an incremental reading of a directory", () => {
  it("brings what changed, and everything in a container that changed", async () => {
    const room = `OU=Room,OU=Disabled,${BASE}`;
    const searcher = controller({
      containers: [page([ldapEntry(room), ldapEntry(`OU=Desk,${room}`)]), page([])],
      computers: [page([computer(1)])],
      changed: [page([computer(2)])],
    });
    const { names, end } = await read(searcher, await bookmark());
    expect(names).toStrictEqual(["PC1", "PC2"]);
    expect(end).toMatchObject({ extent: "changes", gaps: [] });
    // The inner container comes with the outer one.
    expect(searcher.asked).toStrictEqual(["containers", "computers", "changed", "containers"]);
  });

  it("may bring nothing, which is no missing right", async () => {
    const { names, end } = await read(controller({ containers: [page([]), page([])] }), await bookmark());
    expect(names).toStrictEqual([]);
    expect(end).toMatchObject({ extent: "changes", gaps: [] });
  });

  it.each<[string, Script]>([
    [
      "computers were deleted and the configuration does not ask for them",
      { container: readable, deleted: page([computer(5)]) },
    ],
    [
      "very many containers changed",
      { containers: [page(Array.from({ length: 60 }, (_, i) => ldapEntry(`OU=${i},${BASE}`))), page([])] },
    ],
  ])("becomes a full one when %s", async (_, script) => {
    const { names, end } = await read(controller(script), await bookmark());
    expect(names).toStrictEqual(["PC1"]);
    expect(end.extent).toBe("full");
  });

  it("tells deletions as such when the configuration asks for them", async () => {
    const script: Script = {
      container: readable,
      containers: [page([]), page([])],
      deleted: page([computer(5, { isDeleted: "TRUE", lastKnownParent: BASE })]),
    };
    const { names, end } = await read(controller(script), await bookmark(true), true);
    expect(names).toStrictEqual(["PC5"]);
    expect(end.extent).toBe("changes");
  });
});
