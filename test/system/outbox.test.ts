// The ledger told to a sink that is not there: it costs a command nothing but a sentence, and waits until it is told.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { resultOf, run } from "./command.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rollcall-outbox-"));
  await writeFile(
    join(dir, "rollcall.yaml"),
    `sophos: { reader: { clientId: a, clientSecret: "env:NONE" } }
directories:
  - { name: corp, type: file, path: ./a.ldif, domain: { dns: corp.example.com, netbios: CORP }, retired: { disabledAccounts: true } }
siem:
  - { name: collector, type: syslog, host: localhost, port: 1 }
`,
  );
});
afterAll(async () => rm(dir, { recursive: true }));

const rollcall = async (...args: string[]) => run([...args, "--json"], { cwd: dir });

it("a command adds to the ledger though its sink is dead, says so, and a person can park the sink", async () => {
  const braked = await rollcall("brake", "--reason", "a test");
  expect(braked.exit).toBe(0);
  expect(braked.stderr).toContain("outbox: collector is failed (unreachable), 2 entries wait");

  const status = resultOf(await rollcall("outbox", "status"));
  expect(status).toMatchObject({ sinks: [{ sink: "collector", type: "syslog", behind: 2, failures: 1 }] });

  const parked = await rollcall("outbox", "park", "collector", "--reason", "moving");
  expect(parked).toMatchObject({ exit: 0 });
  expect(parked.stderr).toContain("outbox: collector is parked (person), 3 entries wait");
  expect(resultOf(await rollcall("status"))).toMatchObject({
    parkedSinks: [{ sink: "collector", because: "person" }],
  });
}, 600_000);
