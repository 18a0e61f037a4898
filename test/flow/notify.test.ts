// From a run to a message: what a life in a house adds to the ledger reaches people, once, and waits while they cannot be reached.
import { afterAll, beforeAll, expect, it } from "vitest";
import { createIds } from "../../src/adapters/system/ids.ts";
import { deliver } from "../../src/flows/deliver.ts";
import { foresee } from "../../src/flows/foresee.ts";
import { notifyConfig } from "../../src/main/config/notify-config.ts";
import { Notify } from "../../src/main/config/notify-schema.ts";
import { secretRef } from "../../src/main/config/secrets.ts";
import { recipientsOf } from "../../src/main/recipients.ts";
import { centralServer, type CentralServer, type Reply } from "../build/central-server.ts";
import { aHouse, type House } from "../build/house.ts";

const SECRET = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
const never = new AbortController().signal;
const silent = { debug: () => {}, info: () => {}, warn: () => {} };

let house: House;
let server: CentralServer;
let reply: Reply = { raw: "", status: 202 };

beforeAll(async () => {
  house = await aHouse();
  server = await centralServer(() => reply);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

interface Message {
  readonly data: {
    readonly subject: string;
    readonly sections: readonly {
      readonly topic: string;
      readonly rows: readonly Record<string, unknown>[];
    }[];
  };
}

const recipients = (...about: readonly string[]) => {
  const env = { URL: `${server.url}/hook`, SECRET, CA: server.ca };
  const file = Notify.parse({
    name: "soar",
    type: "webhook",
    url: "env:URL",
    secrets: ["env:SECRET"],
    tls: { ca: "env:CA" },
    ...(about.length > 0 && { about }),
  });
  const one = notifyConfig(file, (reference) => secretRef(reference, ".", env));
  return recipientsOf([one], {
    clock: house.clock,
    log: silent,
    tenants: async () => house.store.inventory.tenants(),
  });
};
const tell = async () =>
  deliver(
    { store: house.store, clock: house.clock, sinks: recipients() },
    { forMs: Number.POSITIVE_INFINITY, byPerson: true },
    never,
  );
const messages = (): readonly Message[] => server.seen.map(({ body }) => JSON.parse(body) as Message);

async function day(n: number): Promise<void> {
  await house.day(n);
  await house.collect();
  await house.assess();
  await house.tend();
  await house.apply(await house.plan("dry-run"), "dry-run");
  await foresee({
    ...house,
    mode: "dry-run",
    ids: createIds(house.clock),
    directories: house.directories.map(({ name }) => name),
  });
}

it("who is new is told of what comes, in one message for everything, and of nothing twice", async () => {
  expect(await tell()).toMatchObject([{ state: "up_to_date" }]);
  expect(messages()).toEqual([]);

  await day(1);
  expect(await tell()).toMatchObject([{ state: "up_to_date" }]);
  const [message, ...others] = messages();
  expect(others).toEqual([]);
  const topics = message?.data.sections.map(({ topic }) => topic);
  expect(topics).toEqual(["before_run", "review", "findings"]);
  const [row] = message?.data.sections[0]?.rows ?? [];
  expect(house.world.truth.get(`${String(row?.["tenant"])}/${String(row?.["endpoint"])}`)?.alive).toBe(false);
  expect(row?.["tenantName"]).toBe(
    (await house.store.inventory.tenants()).find(({ id }) => id === row?.["tenant"])?.name,
  );

  await tell();
  expect(messages()).toHaveLength(1);
});

it("what could not be told is told later, in one message, and a run does not wait for it", async () => {
  reply = { raw: "", status: 503 };
  for (const n of [2, 3]) {
    await day(n);
    expect(await tell()).toMatchObject([{ state: "failed", code: "busy" }]);
  }
  const before = messages().length;
  reply = { raw: "", status: 202 };
  expect(await tell()).toMatchObject([{ state: "up_to_date", behind: 0 }]);
  expect(messages()).toHaveLength(before + 1);
});

it("who cannot be told because of the configuration is parked, and that is in the ledger", async () => {
  reply = { raw: "", status: 404 };
  await day(4);
  await day(5);
  expect(await tell()).toMatchObject([{ state: "parked", code: "misdirected" }]);
  const kinds = (await house.store.ledger.newest(3)).map(({ fact }) => fact.kind);
  expect(kinds).toContain("sink_parked");
});
