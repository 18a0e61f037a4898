import { describe, expect, it } from "vitest";
import {
  centralServer,
  TENANT,
  withTokens,
  type Handler,
  type Reply,
} from "../../test/build/central-server.ts";
import type { Fact } from "../core/ledger/fact.ts";
import type { TenantId } from "../core/model/ids.ts";
import { Fault } from "../ports/fault.ts";
import { checkPassword } from "./check-password.ts";

const ID = "6e9567ea-bb50-40c5-9f12-42eb308e4c9b";
const LIST = "/endpoint/v1/endpoints";
const TAMPER = `${LIST}/${ID}/tamper-protection`;
const PASSWORD = "034181741653";
const guarded: Reply = { json: { items: [{ id: ID, hostname: "LAP-0142" }], pages: {} } };
const readable: Reply = { json: { enabled: true, password: PASSWORD, previousPasswords: [] } };

const central =
  (tamper: Reply, list: Reply = guarded): Handler =>
  ({ path }) =>
    path === TAMPER ? tamper : list;

/** What the row says, what was asked, and what the ledger was told, in the order that it happened. */
async function checked(handler: Handler, record?: "broken" | "missing") {
  const order: string[] = [];
  const facts: Fact[] = [];
  await using server = await centralServer(
    withTokens((seen, nth) => {
      order.push(`${seen.method} ${seen.path}`);
      return handler(seen, nth);
    }),
  );
  const tenant = { id: TENANT as TenantId, name: "Acme", apiHost: server.url, dataRegion: "eu01" };
  const write = async (fact: Fact): Promise<void> => {
    order.push("ledger");
    if (record === "broken") throw new Fault("STORE_FULL", "The disk of the store is full.");
    facts.push(fact);
  };
  const connection = server.connect();
  const never = new AbortController().signal;
  const row = await checkPassword(connection, [tenant], record === "missing" ? undefined : write, never);
  await connection.close();
  return { row, order, facts, said: JSON.stringify([row, facts, server.logged]) };
}

describe("whether the deleter may read passwords", () => {
  it("is proved by asking for one, on the record beforehand, and the answer goes nowhere", async () => {
    const { row, order, facts, said } = await checked(central(readable));
    expect(row).toMatchObject({ result: "ok", detail: expect.stringContaining("LAP-0142") as string });
    expect(order).toEqual([`GET ${LIST}`, "ledger", `GET ${TAMPER}`]);
    expect(facts).toEqual([
      { kind: "password_access_checked", tenant: TENANT, endpoint: ID, hostname: "LAP-0142" },
    ]);
    expect(said).not.toContain(PASSWORD);
  });

  it("is told as too weak when Central says no", async () => {
    const { row } = await checked(central({ status: 403, json: { error: "forbidden" } }));
    expect(row).toMatchObject({ result: "failed", detail: expect.stringMatching(/^too weak: /) as string });
  });

  it.each<[string, Reply, Reply]>([
    ["has none for it", { status: 404, json: { error: "notFound" } }, guarded],
    ["lists no endpoint that has one", readable, { json: { items: [], pages: {} } }],
  ])("is not known when Central %s", async (_, tamper, list) => {
    expect((await checked(central(tamper, list))).row).toMatchObject({ result: "unknown" });
  });

  it("has failed when Central is out of order, without a second try", async () => {
    const { row, order } = await checked(central({ status: 503, json: {} }));
    expect(row).toMatchObject({
      result: "failed",
      detail: expect.not.stringContaining("too weak") as string,
    });
    expect(order.filter((one) => one.endsWith("tamper-protection"))).toHaveLength(1);
  });

  it.each(["missing", "broken"] as const)("is not asked with the ledger %s", async (record) => {
    const { row, order } = await checked(central(readable), record);
    expect(row.result).toBe(record === "missing" ? "unknown" : "failed");
    expect(order).not.toContain(`GET ${TAMPER}`);
  });
});
