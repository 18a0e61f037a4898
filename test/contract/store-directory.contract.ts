import { expect, it } from "vitest";
import { dnKey } from "../../src/core/model/dn.ts";
import {
  aBranchComputer,
  aComputer,
  aComputerId,
  aDirectory,
  anEndpoint,
  BRANCH,
  CORP,
  daysAgo,
  NOW,
  RETIRED_OU,
} from "../build/evidence.ts";
import {
  aTenant,
  type Bench,
  collectDirectory,
  collectTenant,
  judgeAll,
  later,
  POLICY,
} from "./store-fixture.ts";

export function directorySuite(bench: () => Bench): void {
  const inventory = () => bench().store.inventory;
  const known = async () => inventory().saveTenants([aTenant()], [], NOW);

  it("retired since is our first sighting without a break: set, kept, cleared, and begun anew after an absence", async () => {
    await known();
    const computer = aComputer({ enabled: true });
    const retired = { ...computer, enabled: false };
    const since = async (computers: readonly (typeof computer)[], at: ReturnType<typeof later>) => {
      await collectDirectory(bench().store, computers, at);
      const rows = await bench().connection.query<{ retired_seen_at: number | null; gone_at: number | null }>(
        "select retired_seen_at, gone_at from rollcall.computer",
      );
      return rows[0];
    };

    expect(await since([computer], later(1))).toEqual({ retired_seen_at: null, gone_at: null });
    expect(await since([retired], later(2))).toEqual({ retired_seen_at: later(2), gone_at: null });
    expect(await since([{ ...retired, osName: "New" }], later(3))).toMatchObject({
      retired_seen_at: later(2),
    });
    expect(await since([], later(4))).toEqual({ retired_seen_at: later(2), gone_at: later(4) });
    expect(await since([retired], later(5))).toEqual({ retired_seen_at: later(5), gone_at: null });
    expect(await since([computer], later(6))).toEqual({ retired_seen_at: null, gone_at: null });
  });

  it("a reading of changes leaves what did not come as it is", async () => {
    const [a, b] = [aComputer(), aComputer({ id: aComputerId(2), name: "B" })];
    await collectDirectory(bench().store, [a, b], NOW, { bookmark: "usn:1" });

    const merged = await collectDirectory(bench().store, [{ ...b, osName: "New" }], later(1), {
      extent: "changes",
      bookmark: "usn:2",
    });

    expect(merged).toEqual({ added: 0, changed: 1, unchanged: 0, gone: 0 });
    expect(await inventory().currentCount({ kind: "directory", directory: CORP })).toBe(2);
    const [state] = await inventory().directories();
    expect(state).toMatchObject({ bookmark: "usn:2", fullAt: NOW });
  });

  it("a directory's context comes back as it was read, its OUs by key", async () => {
    const context = aDirectory();

    await collectDirectory(bench().store, [], NOW, { context });

    const [state] = await inventory().directories();
    expect(state?.context).toEqual(context);
    expect(state?.context.ous.get(dnKey(RETIRED_OU))?.changedAt).toBe(daysAgo(900));
  });

  it("a directory that is no longer configured is forgotten with its computers, and everybody is judged again", async () => {
    await known();
    const branch = { ...aDirectory(), directory: BRANCH, vips: { directory: BRANCH, groups: [] } };
    await collectDirectory(bench().store, [aComputer()], NOW);
    await collectDirectory(bench().store, [aBranchComputer()], NOW, { context: branch });
    await collectTenant(bench().store, [anEndpoint()], NOW);
    await judgeAll(bench().store, NOW);

    await inventory().forgetDirectoriesBut([CORP, BRANCH]);
    expect(await judgeAll(bench().store, NOW)).toEqual([]);
    await inventory().forgetDirectoriesBut([CORP]);

    const pending = [];
    for await (const chunk of bench().store.assessments.pending(POLICY, NOW)) pending.push(...chunk);
    expect(pending.map(({ computers }) => computers.map(({ computer }) => computer.directory))).toEqual([
      [CORP],
    ]);
    expect((await inventory().directories()).map(({ context }) => context.directory)).toEqual([CORP]);
  });
}
