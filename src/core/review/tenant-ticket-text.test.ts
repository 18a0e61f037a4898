import { expect, it } from "vitest";
import { sha256 } from "../../adapters/system/hash.ts";
import { anEndpointId, NOW, TENANT } from "../../../test/build/evidence.ts";
import type { Digest } from "../model/ids.ts";
import type { Case, CaseEvent } from "./case.ts";
import { leftLines, MOST, tenantTicketLines } from "./tenant-ticket-text.ts";
import { tenantQuestionOf } from "./question.ts";
import { tenantTicketKey, KEY_PREFIX, takesAnswer, ticketKey } from "./ticket-key.ts";

const NASTY = `PC\n\u2028${"x".repeat(400)}`;

const aCase = (number: number, parts: Partial<Case> = {}): Case & { readonly number: number } => ({
  number,
  tenant: TENANT,
  endpoint: anEndpointId(1),
  hostname: `PC-${number}`,
  cause: "review",
  state: "open",
  version: 1,
  reasons: [{ code: "cloned", approvable: true }],
  evidenceHash: "00" as Digest,
  askedAt: NOW,
  openedAt: NOW,
  until: NOW,
  agreements: [],
  reopened: 0,
  assignee: undefined,
  askedBy: "svc@test",
  ...parts,
});
const numbered = (count: number, parts: Partial<Case> = {}) =>
  Array.from({ length: count }, (_one, index) => aCase(index + 1, parts));
const kept: CaseEvent = {
  kind: "answered",
  answer: "keep",
  by: NASTY,
  channel: "cli",
  reason: "",
  complete: true,
  until: NOW,
};

it("fits into the shortest text that a desk has, however many cases there are and whatever devices are called", () => {
  const many = numbered(10_000, { hostname: NASTY });
  const left = many.map((one) => ({ one: { ...one, state: "kept" as const }, last: kept }));
  const lines = [...leftLines(left.slice(0, MOST), 9_950), ...tenantTicketLines(NASTY, many, () => 2)];
  expect(lines.join("\n").length).toBeLessThan(32_767);
  expect(lines.filter((line) => /[\p{Cc}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
  expect(lines).toContain("And 9950 more: rollcall case list has them all.");
  expect(tenantTicketLines("ACME", numbered(50), () => 1).join("\n")).not.toContain("more:");
});

it("says of each case what can be answered", () => {
  const text = (one: Case & { readonly number: number }, people = 1) =>
    tenantTicketLines("ACME", [one], () => people).join("\n");
  expect(text(aCase(7))).toContain("Case 7: PC-7, asked since");
  expect(text(aCase(7))).toContain("approve, keep or hold");
  expect(text(aCase(7), 2)).toContain("two people");
  const barred = aCase(7, { reasons: [{ code: "not_in_directory", approvable: false }] });
  for (const one of [barred, aCase(7, { cause: "return" })])
    expect(text(one, 2)).not.toMatch(/Answer: approve|two people/);
});

it("has another mark as soon as a case comes, goes or asks something else, and by nothing else", () => {
  const mark = (...open: (Case & { readonly number: number })[]) => tenantQuestionOf(open, sha256);
  const [one, two] = [aCase(1), aCase(2)];
  expect(mark(two, one)).toBe(mark(one, two));
  expect(mark(one, { ...two, version: 9, assignee: "ann" })).toBe(mark(one, two));
  const others = [
    mark(),
    mark(one),
    mark(one, two, aCase(3)),
    mark(one, { ...two, evidenceHash: "01" as Digest }),
    mark(one, { ...two, reasons: [{ code: "server", approvable: true }] }),
  ];
  expect(new Set([mark(one, two), ...others]).size).toBe(6);
});

it("has a key that says that it takes no answer, and that no case's ticket has", () => {
  expect(takesAnswer(ticketKey(anEndpointId(1), 1))).toBe(true);
  expect(takesAnswer(tenantTicketKey(TENANT, 1))).toBe(false);
  expect(tenantTicketKey(TENANT, 1)).toMatch(new RegExp(`^${KEY_PREFIX}[a-z0-9-]+$`));
});
