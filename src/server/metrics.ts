import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Store } from "../ports/store.ts";

/** What is measured of the server, and of the house when somebody asks. */
export interface Metrics {
  answered(route: string, method: string, status: number, seconds: number): void;
  /** In Prometheus' text format. Faults: STORE_*. */
  text(store: Store): Promise<{ readonly type: string; readonly body: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: "rollcall_http_requests_total",
    help: "Requests that were answered",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "rollcall_http_request_seconds",
    help: "How long answers took",
    labelNames: ["route"],
    buckets: [0.005, 0.02, 0.05, 0.15, 0.5, 2, 10],
    registers,
  });
  const endpoints = new Gauge({
    name: "rollcall_endpoints",
    help: "Endpoints by disposition",
    labelNames: ["disposition"],
    registers,
  });
  const cases = new Gauge({
    name: "rollcall_cases",
    help: "Cases by state",
    labelNames: ["state"],
    registers,
  });
  const brake = new Gauge({ name: "rollcall_brake_on", help: "1 while the brake is on", registers });
  const entries = new Gauge({ name: "rollcall_ledger_entries", help: "Entries of the ledger", registers });
  return {
    answered: (route, method, status, seconds) => {
      requests.inc({ route, method, status: String(status) });
      durations.observe({ route }, seconds);
    },
    text: async (store) => {
      const { byDisposition } = await store.assessments.totals();
      for (const [disposition, count] of Object.entries(byDisposition)) endpoints.set({ disposition }, count);
      const { states } = await store.cases.counts();
      cases.reset();
      for (const [state, count] of Object.entries(states)) cases.set({ state }, count);
      brake.set((await store.brake.pulled()) === undefined ? 0 : 1);
      entries.set((await store.ledger.head()).seq);
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
}
