import { expect, it } from "vitest";
import type { HookMessage } from "../../src/ports/hook-message-store.ts";
import { sha256 } from "../build/evidence.ts";
import { later, type Bench } from "./store-fixture.ts";

const aMessage = (parts: Partial<HookMessage> = {}): HookMessage => ({
  hook: "soar",
  id: "msg_1",
  digest: sha256("asked"),
  answer: { status: 200, body: '{ "a": "é\u0001" }' },
  ...parts,
});

export function hookMessageSuite(bench: () => Bench): void {
  const messages = () => bench().store.hookMessages;

  it("a message is remembered byte by byte, once, and each hook has ids of its own", async () => {
    expect(await messages().find("soar", "msg_1")).toBeUndefined();
    expect(await messages().remember(aMessage(), later(1))).toBe(true);
    expect(await messages().remember(aMessage({ digest: sha256("other") }), later(2))).toBe(false);
    expect(await messages().remember(aMessage({ hook: "n8n" }), later(2))).toBe(true);

    expect(await messages().find("soar", "msg_1")).toEqual(aMessage());
  });

  it("a message of a transaction that failed is not remembered, and its id is free", async () => {
    const failing = bench().store.transaction(async (tx) => {
      expect(await tx.hookMessages.remember(aMessage(), later(1))).toBe(true);
      throw new Error("the decision failed");
    });
    await expect(failing).rejects.toThrow("the decision failed");
    expect(await messages().remember(aMessage(), later(1))).toBe(true);
  });

  it("what was answered before an instant is forgotten, and nothing else", async () => {
    await messages().remember(aMessage(), later(1));
    await messages().remember(aMessage({ id: "msg_2" }), later(2));

    expect(await messages().forget(later(2))).toBe(1);
    expect(await messages().find("soar", "msg_1")).toBeUndefined();
    expect(await messages().find("soar", "msg_2")).toBeDefined();
  });
}
