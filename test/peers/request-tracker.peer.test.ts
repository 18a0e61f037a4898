import { vi } from "vitest";
import { ticketDeskContract } from "../contract/ticket-desk.contract.ts";
import { requirePeer } from "./peers.ts";
import { rtBench } from "./request-tracker/rt-bench.ts";

/** Every call is a second of its time, and several on a machine that has other things to do. */
vi.setConfig({ testTimeout: 240_000 });

requirePeer("request-tracker", "Request Tracker", () => {
  ticketDeskContract("Request Tracker 5", rtBench);
});
