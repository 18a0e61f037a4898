// What every store must do, whatever engine it runs on: PGlite in memory, PGlite in a directory and PostgreSQL run this.
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { openBench, type Bench } from "./store-fixture.ts";
import { assessmentSuite } from "./store-assessment.contract.ts";
import { deviceListSuite } from "./store-device-list.contract.ts";
import { directorySuite } from "./store-directory.contract.ts";
import { groupSuite } from "./store-group.contract.ts";
import { holdSuite } from "./store-hold.contract.ts";
import { caseSuite } from "./store-case.contract.ts";
import { tenantTicketSuite } from "./store-tenant-ticket.contract.ts";
import { dossierSuite } from "./store-dossier.contract.ts";
import { hookMessageSuite } from "./store-hook-message.contract.ts";
import { inventorySuite } from "./store-inventory.contract.ts";
import { ledgerSuite } from "./store-ledger.contract.ts";
import { outboxSuite } from "./store-outbox.contract.ts";
import { planSuite } from "./store-plan.contract.ts";
import { quarantineSuite } from "./store-quarantine.contract.ts";
import { queueSuite } from "./store-queue.contract.ts";
import { rampSuite } from "./store-ramp.contract.ts";
import { reportSuite } from "./store-report.contract.ts";
import { returnSuite } from "./store-return.contract.ts";
import { signInSuite } from "./store-sign-in.contract.ts";
import { silenceSuite } from "./store-silence.contract.ts";
import { spreadSuite } from "./store-spread.contract.ts";
import { runSuite } from "./store-run.contract.ts";
import { ticketSuite } from "./store-ticket.contract.ts";
import { workerSuite } from "./store-worker.contract.ts";
import { transactionSuite } from "./store-transaction.contract.ts";

/** Declares the suites. `url` is asked once, before the first test. */
export function storeContract(title: string, url: () => Promise<string>): void {
  describe(`${title} as a store`, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await openBench(await url());
    });
    beforeEach(async () => bench.empty());
    afterAll(async () => bench.store.close());

    const current = (): Bench => bench;
    describe("inventories", () => {
      inventorySuite(current);
    });
    describe("directories", () => {
      directorySuite(current);
    });
    describe("the queue of what must be judged again", () => {
      queueSuite(current);
    });
    describe("assessments", () => {
      assessmentSuite(current);
    });
    describe("groups of endpoints", () => {
      groupSuite(current);
    });
    describe("plans and removals", () => {
      planSuite(current);
    });
    describe("holds", () => {
      holdSuite(current);
    });
    describe("quarantines", () => {
      quarantineSuite(current);
    });
    describe("cases", () => {
      caseSuite(current);
    });
    describe("ramp, the day's budget, brake and lease", () => {
      rampSuite(current);
    });
    describe("dossiers", () => {
      dossierSuite(current);
    });
    describe("messages of hooks", () => {
      hookMessageSuite(current);
    });
    describe("runs and the schedule", () => {
      runSuite(current);
    });
    describe("workers, and readings within a run", () => {
      workerSuite(current);
    });
    describe("returns", () => {
      returnSuite(current);
    });
    describe("silence as a spread, and every endpoint's evidence", () => {
      spreadSuite(current);
    });
    describe("silences", () => {
      silenceSuite(current);
    });
    describe("the outbox", () => {
      outboxSuite(current);
    });
    describe("tickets", () => {
      ticketSuite(current);
    });
    describe("who may sign in", () => {
      signInSuite(current);
    });
    describe("tickets of tenants", () => {
      tenantTicketSuite(current);
    });
    describe("lists of devices", () => {
      deviceListSuite(current);
    });
    describe("lists for people", () => {
      reportSuite(current);
    });
    describe("the ledger", () => {
      ledgerSuite(current);
    });
    describe("transactions and errors", () => {
      transactionSuite(current);
    });
  });
}
