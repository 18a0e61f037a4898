// Files that a person hands in: a configuration and a plan. Any bytes end in a reading, a refusal or a fault that says why.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { buildPlan } from "../../src/core/plan/build-plan.ts";
import { planFileText } from "../../src/core/plan/plan-file.ts";
import { admitFile } from "../../src/main/admit-file.ts";
import { ConfigFault } from "../../src/main/config/config-problem.ts";
import { loadConfig } from "../../src/main/config/load-config.ts";
import { Fault } from "../../src/ports/fault.ts";
import type { Store } from "../../src/ports/store.ts";
import { EXAMPLE } from "../build/config-text.ts";
import { aCandidate, aPlanInput } from "../build/plan-input.ts";
import { bodiesNear } from "./outside-bytes.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rollcall-fuzz-"));
});
afterAll(async () => rm(dir, { recursive: true }));

/** A good text with a few characters replaced by what YAML gives a meaning to. */
const nearYaml = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom("", "\n", "\t", ":", "- ", "&a ", "*a", "!!", "{", "]", "'", "|", "\0"),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    fc.boolean(),
  )
  .map(([changes, cut]) => {
    let text = EXAMPLE;
    for (const [at, by] of changes) {
      const place = at % text.length;
      text = cut ? text.slice(0, place) : text.slice(0, place) + by + text.slice(place + 1);
    }
    return text;
  });

describe("a configuration of any bytes", () => {
  it("is read or refused with every problem in its place", async () => {
    const path = join(dir, "rollcall.yaml");
    await fc.assert(
      fc.asyncProperty(fc.oneof(nearYaml, bodiesNear({ sophos: {} })), async (bytes) => {
        await writeFile(path, bytes);
        try {
          loadConfig(path, {});
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigFault);
          expect((error as ConfigFault).problems.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("whose aliases would grow without end is refused", async () => {
    const path = join(dir, "billion.yaml");
    const layers = "abcdefghi".split("").map((name, index, names) => {
      const before = names[index - 1];
      return `${name}: &${name} [${Array<string>(9)
        .fill(before === undefined ? "lol" : `*${before}`)
        .join(",")}]`;
    });
    await writeFile(path, layers.join("\n"));
    expect(() => loadConfig(path, {})).toThrow(ConfigFault);
  });
});

describe("a plan file of any bytes", () => {
  it("is admitted only as what was frozen, and else refused or a fault", async () => {
    const plan = buildPlan(aPlanInput({ candidates: [1, 2, 3].map((n) => aCandidate({ endpoint: n })) }));
    expect(plan.items.length).toBeGreaterThan(0);
    const store = { plans: { find: async (id: string) => (id === plan.id ? plan : undefined) } };
    const path = join(dir, "plan.json");
    const terms = {
      store: store as unknown as Store,
      mode: plan.mode,
      policyHash: plan.policyHash,
      now: plan.createdAt,
      hash: sha256,
    };
    const frozen = JSON.parse(planFileText(plan)) as unknown;
    await fc.assert(
      fc.asyncProperty(bodiesNear(frozen), async (bytes) => {
        await writeFile(path, bytes);
        const admitted = await admitFile(path, terms).catch((error: unknown) => {
          if (error instanceof Fault && error.code === "PLAN_INVALID") return undefined;
          throw error;
        });
        if (admitted?.kind !== "admitted") return;
        for (const item of admitted.plan.items) expect(plan.items).toContainEqual(item);
      }),
      { numRuns: 300 },
    );
  });
});
