import { expect, it } from "vitest";
import { moved } from "../../src/core/review/case.ts";
import { openCase } from "../../src/core/review/tend-case.ts";
import type { KnownCase } from "../../src/ports/case-store.ts";
import type { KnownTicket } from "../../src/ports/ticket-store.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { anAssessment, gathered, later, settled, type Bench } from "./store-fixture.ts";

const ASKING = { now: NOW, actor: "svc@test", terms: { answerWithinMs: 1 } };
const named = (n: number) => anEndpoint({ id: anEndpointId(n), hostname: `PC-${n}` });

export function ticketSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const doubted = async (...numbers: readonly number[]): Promise<readonly KnownCase[]> => {
    await settled(store(), numbers.map(named), (evidence) => anAssessment(evidence, "review", ["server"]));
    for (const n of numbers) {
      const found = await store().assessments.find(TENANT, anEndpointId(n));
      await store().cases.write(
        [openCase({ hostname: `PC-${n}`, assessment: found!.assessment }, "review", ASKING)],
        NOW,
      );
    }
    return store().cases.list({});
  };
  const move = async (one: KnownCase, state: KnownCase["state"]): Promise<void> => {
    await store().cases.write([moved(one, { state }, { kind: "expired" })], NOW);
  };
  const aTicket = (one: KnownCase, parts: Partial<KnownTicket> = {}): KnownTicket => ({
    case: one.number,
    ordinal: 1,
    desk: "rt",
    key: `rollcall-${one.endpoint}-${parts.ordinal ?? 1}`,
    triedAt: undefined,
    id: undefined,
    url: undefined,
    question: undefined,
    toldVersion: undefined,
    heard: undefined,
    closedAt: undefined,
    trouble: undefined,
    ...parts,
  });
  const due = async (desk = "rt") =>
    (await gathered(store().tickets.due(desk))).flat().map(({ one, ticket }) => [one.number, ticket?.key]);

  it("an intent is there once, and one process alone goes on to try", async () => {
    const [one] = await doubted(1);
    const ticket = aTicket(one!);
    expect(await store().tickets.intend(ticket)).toBe(true);
    expect(await store().tickets.intend(ticket)).toBe(false);
    expect(await store().tickets.of(one!.number)).toEqual(ticket);

    expect(await store().tickets.trying(ticket, later(1))).toBe(true);
    expect(await store().tickets.trying(ticket, later(1))).toBe(false);
    const tried = await store().tickets.of(one!.number);
    expect(tried).toEqual({ ...ticket, triedAt: later(1), trouble: "unclear" });
    expect(await store().tickets.trying(tried!, later(2))).toBe(true);

    await store().tickets.save({ ...tried!, triedAt: later(2), id: "17" });
    expect(await store().tickets.trying({ ...tried!, triedAt: later(2) }, later(3))).toBe(false);
  });

  it("comes back as it was saved, the last of a case, with what no database can hold replaced", async () => {
    const [one] = await doubted(1);
    const first = aTicket(one!);
    await store().tickets.intend(first);
    const whole: KnownTicket = {
      ...first,
      triedAt: later(1),
      id: "17\0",
      url: "https://desk/17",
      question: "q",
      toldVersion: 3,
      heard: "48",
      closedAt: later(2),
      trouble: "merged",
    };
    await store().tickets.save(whole);
    expect(await store().tickets.of(one!.number)).toEqual({ ...whole, id: "17\ufffd" });
    const second = aTicket(one!, { ordinal: 2 });
    await store().tickets.intend(second);
    expect(await store().tickets.of(one!.number)).toEqual(second);
    const known = await store().tickets.known("rt", [first.key, second.key, "rollcall-nobody-1"]);
    expect([...known]).toEqual(
      expect.arrayContaining([
        [first.key, { id: "17\ufffd", url: "https://desk/17" }],
        [second.key, { id: undefined, url: undefined }],
      ]),
    );
    expect(known.size).toBe(2);
    expect((await store().tickets.known("other", [first.key])).size).toBe(0);
  });

  it("is due while its case is open or approved, and after that until it is closed; on its own desk only", async () => {
    const [open, approved, kept, untold, never] = await doubted(1, 2, 3, 4, 5);
    for (const one of [approved, kept, untold]) await store().tickets.intend(aTicket(one!));
    await move(approved!, "approved");
    await move(kept!, "kept");
    await move(untold!, "closed");
    await move(never!, "expired");
    const ticket = aTicket(approved!, { triedAt: NOW, closedAt: NOW });
    await store().tickets.save(ticket);
    await store().tickets.save(aTicket(kept!, { closedAt: NOW }));

    expect(await due()).toEqual([
      [open!.number, undefined],
      [approved!.number, ticket.key],
      [untold!.number, aTicket(untold!).key],
    ]);
    expect(await due("other")).toEqual([[open!.number, undefined]]);
  });
}
