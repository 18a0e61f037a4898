import { expect, it } from "vitest";
import { openCase } from "../../src/core/review/tend-case.ts";
import { moved } from "../../src/core/review/case.ts";
import type { KnownCase } from "../../src/ports/case-store.ts";
import type { KnownTenantTicket } from "../../src/ports/tenant-ticket-store.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { anAssessment, gathered, later, settled, type Bench } from "./store-fixture.ts";

const ASKING = { now: NOW, actor: "svc@test", terms: { answerWithinMs: 1 } };
const named = (n: number) => anEndpoint({ id: anEndpointId(n), hostname: `PC-${n}` });

export function tenantTicketSuite(bench: () => Bench): void {
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
  const expire = async (one: KnownCase): Promise<void> => {
    await store().cases.write([moved(one, { state: "expired" }, { kind: "expired" })], NOW);
  };
  const aTicket = (parts: Partial<KnownTenantTicket> = {}): KnownTenantTicket => ({
    tenant: TENANT,
    ordinal: 1,
    desk: "rt",
    key: `rollcall-tenant-${TENANT}-${parts.ordinal ?? 1}`,
    triedAt: undefined,
    id: undefined,
    url: undefined,
    question: undefined,
    told: undefined,
    listed: [],
    heard: undefined,
    closedAt: undefined,
    trouble: undefined,
    ...parts,
  });
  const due = async (desk = "rt") => (await gathered(store().tenantTickets.due(desk))).flat();

  it("an intent is there once, one process alone goes on to try, and it comes back as it was saved", async () => {
    const { tenantTickets } = store();
    const ticket = aTicket();
    expect([await tenantTickets.intend(ticket), await tenantTickets.intend(ticket)]).toEqual([true, false]);
    expect(await tenantTickets.of(TENANT)).toEqual(ticket);
    expect([
      await tenantTickets.trying(ticket, later(1)),
      await tenantTickets.trying(ticket, later(1)),
    ]).toEqual([true, false]);
    const whole = aTicket({
      triedAt: later(1),
      id: "17",
      url: "https://desk/17",
      question: "q",
      told: "q2",
      listed: [3, 1_000],
      heard: "48",
      closedAt: later(2),
      trouble: "merged",
    });
    await tenantTickets.save(whole);
    expect(await tenantTickets.of(TENANT)).toEqual(whole);
    expect(await tenantTickets.trying({ ...whole, triedAt: later(1) }, later(3))).toBe(false);
    expect([...(await tenantTickets.known("rt", [ticket.key, "rollcall-nobody-1"]))]).toEqual([
      [ticket.key, { id: "17", url: "https://desk/17" }],
    ]);
    const second = aTicket({ ordinal: 2 });
    await tenantTickets.intend(second);
    expect(await tenantTickets.of(TENANT)).toEqual(second);
    expect(await tenantTickets.standing("rt")).toEqual([second]);
    expect(await tenantTickets.standing("other")).toEqual([]);
  });

  it("a tenant is due while a case of it is open, and after that until its ticket is closed; on its own desk only", async () => {
    expect(await due()).toEqual([]);
    const [one, two] = await doubted(1, 2);
    await expire(two!);
    expect((await due()).map(({ waiting, ticket }) => [waiting.tenant, waiting.open, ticket])).toEqual([
      [TENANT, [one], undefined],
    ]);
    await store().tenantTickets.intend(aTicket());
    expect((await due()).map(({ ticket }) => ticket)).toEqual([aTicket()]);
    expect((await due("other")).map(({ ticket }) => ticket)).toEqual([undefined]);

    await expire(one!);
    expect((await due()).map(({ waiting, ticket }) => [waiting.open, ticket])).toEqual([[[], aTicket()]]);
    expect(await due("other")).toEqual([]);
    await store().tenantTickets.save(aTicket({ closedAt: NOW }));
    expect(await due()).toEqual([]);
  });
}
