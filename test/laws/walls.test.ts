import { describe, expect, it } from "vitest";
import { checkText, RULES } from "../../tools/walls.ts";

/** For each rule a file that breaks it, and nothing else that any rule forbids. */
const PLANTED: Readonly<Record<string, readonly [file: string, text: string]>> = {
  "core-model-looks-left": ["src/core/model/a.ts", 'import type { Match } from "../identity/match.ts";'],
  "core-identity-looks-left": ["src/core/identity/a.ts", 'import { judge } from "../assess/judge.ts";'],
  "core-assess-looks-left": ["src/core/assess/a.ts", 'import { readFileSync } from "node:fs";'],
  "core-plan-looks-left": ["src/core/plan/a.ts", 'import type { Fact } from "../ledger/fact.ts";'],
  "core-review-looks-left": ["src/core/review/a.ts", 'import { settle } from "../retire/settle.ts";'],
  "core-retire-looks-left": ["src/core/retire/a.ts", 'import * as z from "zod";'],
  "core-ledger-looks-left": ["src/core/ledger/a.ts", 'import type { Clock } from "../../ports/clock.ts";'],
  "core-tell-looks-left": [
    "src/core/tell/a.ts",
    'import type { EventSink } from "../../ports/event-sink.ts";',
  ],
  "core-notify-looks-left": ["src/core/notify/a.ts", 'import { watch } from "../../flows/watch.ts";'],
  "ports-see-types-of-core": ["src/ports/a.ts", 'import { missing } from "../core/model/unknown.ts";'],
  "flows-see-core-and-ports": ["src/flows/a.ts", 'import { fetch } from "undici";'],
  "adapters-are-strangers": ["src/adapters/a/a.ts", 'import { x } from "../b/b.ts";'],
  "cli-sees-flows-and-types": ["src/cli/a.ts", 'import { judge } from "../core/assess/judge.ts";'],
  "api-sees-zod-alone": ["src/api/a.ts", 'import type { Case } from "../core/review/case.ts";'],
  "server-sees-flows-api-and-types": [
    "src/server/a.ts",
    'import { answerCase } from "../core/review/answer-case.ts";',
  ],
  "server-only-for-main": ["src/cli/a.ts", 'import { listen } from "../server/listen.ts";'],
  "web-sees-api-alone": ["src/web/app/a.tsx", 'import { judge } from "../../core/assess/judge.ts";'],
  "web-only-for-its-build": ["src/main/a.ts", 'import { router } from "../web/app/router.tsx";'],
  "simulator-stands-alone": ["src/simulator/a.ts", 'import { missing } from "../core/model/unknown.ts";'],
  "simulator-only-for-main-and-tests": [
    "src/adapters/a/a.ts",
    'import { startSimulator } from "../../simulator/simulator.ts";',
  ],
  "only-main-composes": ["src/cli/a.ts", 'import { openStore } from "../adapters/postgres/open.ts";'],
  "nobody-imports-main": ["src/flows/a.ts", 'import { compose } from "../main/compose.ts";'],
  "removers-only-from-main": ["src/adapters/sophos-central/a.ts", 'import { remover } from "./remover.ts";'],
  "product-never-imports-tests": [
    "src/main/a.ts",
    'import { anEndpoint } from "../../test/build/evidence.ts";',
  ],
  "core-has-no-clock": ["src/core/model/a.ts", "export const now = () => new Date();"],
  "core-has-no-dice": ["src/core/model/a.ts", "export const roll = () => Math.random();"],
  "core-is-synchronous": ["src/core/model/a.ts", "export async function later() {}"],
  "core-throws-only-bugs": ["src/core/model/a.ts", 'export const no = () => { throw new Error("no"); };'],
  "core-catches-nothing": [
    "src/core/model/a.ts",
    "export const tried = () => { try { a(); } finally { b(); } };",
  ],
  "core-reaches-no-world": ["src/core/model/a.ts", "export const home = () => process.env;"],
};

describe("walls", () => {
  it("has a planted violation for every rule, and no rule that does not exist", () => {
    expect(Object.keys(PLANTED).sort()).toEqual([...RULES].sort());
  });

  it.each(Object.entries(PLANTED))("fires %s on its planted violation", (rule, [file, text]) => {
    const { violations } = checkText(file, text);

    expect(violations.map((one) => one.rule)).toContain(rule);
  });

  it("lets a re-export through a wall no more than an import", () => {
    const { violations } = checkText("src/core/model/a.ts", 'export { x } from "../plan/plan.ts";');

    expect(violations.map((one) => one.rule)).toEqual(["core-model-looks-left"]);
  });

  it("lets a dynamic import through a wall no more than a static one", () => {
    const { violations } = checkText(
      "src/flows/a.ts",
      'export const load = () => import("../main/compose.ts");',
    );

    expect(violations.map((one) => one.rule)).toContain("nobody-imports-main");
  });

  it("lets the readers of exports share what an export says, and no other adapter", () => {
    const rulesOf = (adapter: string): readonly string[] =>
      checkText(
        `src/adapters/${adapter}/a.ts`,
        'import { assembly } from "../directory-export/assembly.ts";',
      ).violations.map((one) => one.rule);

    expect(["directory-file", "splunk-search", "active-directory"].map(rulesOf)).toEqual([
      [],
      [],
      ["adapters-are-strangers"],
    ]);
  });

  it("counts what it looked at", () => {
    const { imports } = checkText(
      "src/core/plan/a.ts",
      'import type { A } from "../model/ids.ts";\nimport "./b.ts";',
    );

    expect(imports).toBe(2);
  });

  it("leaves a right import alone", () => {
    const { violations } = checkText("src/core/plan/a.ts", 'import type { A } from "../model/ids.ts";');

    expect(violations).toEqual([]);
  });
});
