import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Asker, CarryOut, Errand } from "../../ports/errand.ts";
import { knock } from "./knock.ts";
import { openDoor } from "./open-door.ts";
import type { DoorPlate } from "./messages.ts";

let directory: string;
const never = new AbortController().signal;
const errand: Errand = {
  argv: ["status"],
  cwd: "/somewhere",
  actor: "ann@desk",
  colour: false,
  interactive: false,
  columns: undefined,
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rollcall-door-"));
});
afterEach(async () => rm(directory, { recursive: true }));

/** A terminal that answers every question alike, and keeps what it is told. */
function aTerminal(answer: "yes" | "no" = "yes") {
  const told: string[] = [];
  const asker: Asker = {
    data: (text) => told.push(`data ${text}`),
    talk: (text) => told.push(`talk ${text}`),
    confirm: async (question) => {
      told.push(question);
      return Promise.resolve(answer);
    },
    password: async () => Promise.resolve(undefined),
  };
  return { asker, told };
}

const plate = async () => JSON.parse(await readFile(join(directory, "door.json"), "utf8")) as DoorPlate;

it("carries out what is asked, with its questions, output and exit code", async () => {
  const carryOut: CarryOut = async (asked, asker) => {
    asker.data(`${asked.actor} ${asked.argv.join(" ")}\n`);
    asker.talk(`${await asker.confirm("Sure?")} ${String(await asker.password("Password"))}`);
    return 5;
  };
  const door = await openDoor({ directory, version: "1", carryOut });
  const { asker, told } = aTerminal();
  expect(await knock(directory, { errand, version: "1", asker }, never)).toBe(5);
  expect(told).toEqual(["data ann@desk status\n", "Sure?", "talk yes undefined"]);
  const modes = [await stat(join(directory, "door.json")), await stat(join(directory, "socket"))];
  expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600]);
  await door.close();
  expect(await knock(directory, { errand, version: "1", asker }, never)).toBeUndefined();
});

it("lets nobody in without its key, and tells another version so", async () => {
  let carried = 0;
  const door = await openDoor({ directory, version: "1", carryOut: async () => Promise.resolve(++carried) });
  const { asker } = aTerminal();
  await expect(knock(directory, { errand, version: "2", asker }, never)).rejects.toMatchObject({
    code: "STORE_LOCKED",
    message: expect.stringContaining("a Rollcall 1; this is 2") as unknown,
  });
  await writeFile(join(directory, "door.json"), JSON.stringify({ ...(await plate()), key: "0".repeat(64) }));
  expect(await knock(directory, { errand, version: "1", asker }, never)).toBeUndefined();
  expect(carried).toBe(0);
  await door.close();
});

it("stops what was asked when whoever asked stops it, and waits for its end when it closes", async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const carryOut: CarryOut = async (_errand, _asker, signal) => {
    begin();
    await once(signal, "abort");
    return 1;
  };
  const door = await openDoor({ directory, version: "1", carryOut });
  const stopping = new AbortController();
  const { asker } = aTerminal();
  const asked = knock(directory, { errand, version: "1", asker }, stopping.signal);
  await begun;
  const closed = door.close();
  stopping.abort();
  expect(await asked).toBe(1);
  await closed;
});

it("is not held open by somebody who says nothing", async () => {
  const door = await openDoor({ directory, version: "1", carryOut: async () => Promise.resolve(0) });
  const silent = createConnection((await plate()).socket);
  await once(silent, "connect");
  const gone = once(silent, "close");
  await door.close();
  expect(await gone).toEqual([false]);
});
