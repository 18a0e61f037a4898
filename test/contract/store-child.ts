// A process that writes into a store until it is killed, and says what was acknowledged: one line each, on stdout.
import { writeSync } from "node:fs";
import { openStore } from "../../src/adapters/postgres/open.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { collectTenant, later, parts } from "./store-fixture.ts";

const [, , url, kind] = process.argv;
const store = await openStore(url ?? "", parts());
// Written at once and by itself: what stands there was acknowledged before.
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
say("open");
if (kind === "hold") await new Promise((resolve) => setTimeout(resolve, 60_000));
for (let round = 1; ; round++) {
  if (kind === "ledger") {
    const fact = { kind: "tenant_not_covered", tenant: TENANT, code: `round ${round}` } as const;
    const added = await store.ledger.append([fact, fact], NOW);
    say(String(added.at(-1)?.seq));
  } else {
    // Each round has as many endpoints as its number in hundreds, and a name of its own.
    const endpoints = Array.from({ length: round * 100 }, (_, n) =>
      anEndpoint({ id: anEndpointId(n), groupName: `round ${round}` }),
    );
    await collectTenant(store, endpoints, later(round));
    say(String(round));
  }
}
