// Holds as they are lived: a device is put on hold, the hold expires, and somebody lifts it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, formatInstant, instant } from "../../src/core/model/instant.ts";
import { prepared } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

let stage: Stage;
let config: string;
/** A device that would be retired but for the hold. */
let gone: { readonly tenant: string; readonly endpoint: string; readonly hostname: string };

const HOLD = ["--reason", "on a ship until spring", "--owner", "service desk"];

beforeAll(async () => {
  stage = await aStage();
  config = await stage.config("dry-run", (data) => {
    data.mode = "dry-run";
    // That an expired hold becomes a case is another story.
    data.review = { newCasesPerRun: 0 };
  });
  prepared(await stage.json(config, "run"));
  await stage.day(1);
  const { result } = prepared(await stage.json(config, "run"));
  const [item] = (result["plan"] as { readonly items: readonly (typeof gone)[] }).items;
  if (item === undefined) throw new Error("the stage has nothing to retire");
  gone = item;
});
afterAll(async () => stage[Symbol.asyncDispose]());

const reasons = async (): Promise<unknown> => {
  const { result } = await stage.json(config, "explain", gone.endpoint);
  const [one] = result["endpoints"] as readonly { readonly assessment: unknown }[];
  return one?.assessment;
};

describe("a hold", () => {
  it("is told as it was taken, and the device is kept from then on", async () => {
    const until = formatInstant(instant(stage.clock.now() + DAY));
    const added = await stage.json(config, "hold", "add", gone.endpoint, ...HOLD, "--until", until);

    expect(added).toMatchObject({
      exit: 0,
      stderr: "",
      result: {
        command: "hold add",
        device: { endpoint: gone.endpoint, hostname: gone.hostname },
        hold: { until, reason: "on a ship until spring", owner: "service desk" },
        replaced: null,
        underWay: false,
      },
    });
    expect(await reasons()).toMatchObject({
      disposition: "keep",
      reasons: [{ code: "on_hold", evidence: { until, by: "service desk" } }],
    });
    const explained = await stage.run(config, "explain", gone.endpoint);
    expect(explained.stdout).toContain("KEEP");
    expect(explained.stdout).toMatch(/^ {2}Hold until .*, by service desk on .*: on a ship until spring$/m);
  });

  it("that is added again replaces the first, which the list shows with --all", async () => {
    const again = await stage.run(config, "hold", "add", gone.endpoint, ...HOLD, "--for", "PT12H");
    expect(again).toMatchObject({ exit: 0, stderr: "" });
    expect(again.stdout).toContain(`${gone.hostname} (tenant `);
    expect(again.stdout).toContain("It replaces the hold until ");

    const listed = await stage.json(config, "hold", "list");
    expect(listed.result["holds"]).toMatchObject([{ endpoint: gone.endpoint, expired: false }]);
    const all = await stage.json(config, "hold", "list", "--all");
    expect(all.result["holds"]).toMatchObject([
      { endpoint: gone.endpoint, expired: false },
      { endpoint: gone.endpoint, expired: false, ended: { by: "replaced" } },
    ]);
  });

  it("that has expired leaves the device in review, out of every plan, until it is lifted", async () => {
    await stage.day(2);
    const { result } = await stage.json(config, "run");
    const { items } = result["plan"] as { readonly items: readonly { readonly endpoint: string }[] };
    expect(items.map(({ endpoint }) => endpoint)).not.toContain(gone.endpoint);
    expect(await reasons()).toMatchObject({ disposition: "review", reasons: [{ code: "hold_expired" }] });
    const listed = await stage.run(config, "hold", "list");
    expect(listed.stdout).toMatch(/ {2}expired {2}/);
    expect(listed.stdout).toContain(
      "1 expired: in review until somebody adds a new hold or lifts the old one.",
    );

    const lifted = await stage.run(config, "hold", "lift", gone.endpoint, "--reason", "sold");

    expect(lifted).toMatchObject({ exit: 0, stderr: "" });
    expect(lifted.stdout).toContain("is lifted: it is judged like any other again.");
    expect(await reasons()).toMatchObject({ disposition: "retire", reasons: [] });
    expect((await stage.run(config, "hold", "list")).stdout).toBe("No device is on hold.\n");
    const ledger = await stage.run(config, "ledger", "show", "--last", "1");
    expect(ledger.stdout).toMatch(/The hold of service desk until .* was lifted: sold\.$/m);
  });

  it("of a name that several devices have is refused, and all of them are listed", async () => {
    const ids = new Map<string, string[]>();
    for (const { id, endpoints } of stage.world.estate.tenants.values())
      for (const record of endpoints.values()) {
        const { hostname } = record;
        if (typeof hostname !== "string") continue;
        const key = `${id} ${hostname.toLowerCase()}`;
        ids.set(key, [...(ids.get(key) ?? []), record.id]);
      }
    const [key, twins] = [...ids].find(([, found]) => found.length > 1) ?? ["", []];
    expect(twins.length).toBeGreaterThan(1);
    const hostname = key.slice(key.indexOf(" ") + 1);

    const added = await stage.json(config, "hold", "add", hostname, ...HOLD, "--for", "P30D");
    const { code, devices } = added.result["refused"] as {
      readonly code: string;
      readonly devices: readonly { readonly endpoint: string }[];
    };

    expect(added.exit).toBe(3);
    expect(code).toBe("device_ambiguous");
    expect(devices.map(({ endpoint }) => endpoint)).toEqual(expect.arrayContaining(twins));
    const spoken = await stage.run(config, "hold", "lift", hostname, "--reason", "sold");
    expect(spoken.exit).toBe(3);
    expect(spoken.stderr).toContain("refused device_ambiguous: ");
    for (const twin of twins) expect(spoken.stdout).toContain(twin);
  });

  it.each([
    [
      "a device that nobody knows",
      ["hold", "add", "NO-SUCH-HOST", ...HOLD, "--for", "P30D"],
      "device_unknown",
    ],
    ["an end in the past", ["hold", "add", "any", ...HOLD, "--until", "2020-01-01"], "end_not_ahead"],
    ["more than a year", ["hold", "add", "any", ...HOLD, "--for", "P400D"], "end_too_far"],
    ["a hold that does not stand", ["hold", "lift", "NO-SUCH-HOST", "--reason", "sold"], "device_unknown"],
  ])("of %s is refused with exit code 3", async (_what, args, code) => {
    const refused = await stage.json(config, ...args);
    expect(refused).toMatchObject({ exit: 3, result: { refused: { code } } });
    expect(refused.stderr).toContain(`refused ${code}: `);
  });
});
