import { describe, expect, it } from "vitest";
import { Fault } from "../../../ports/fault.ts";
import { codeIn, runJob, type DoJob } from "./run-job.ts";

const data = { run: "r", config: "c", schema: 1, input: { id: "t" } };
const never = new AbortController().signal;
const ended = async (work: DoJob, job: { data?: unknown; signal?: AbortSignal } = {}) => {
  const { status, output } = await runJob({ id: "j", data, signal: never, ...job }, work);
  return [status, output];
};
const throwing =
  (fault: Error): DoJob =>
  async () =>
    Promise.reject(fault);

describe("one try of a job", () => {
  it("is done with what came of it", async () => {
    expect(await ended(async ({ input }) => Promise.resolve({ got: input }))).toEqual([
      "completed",
      { got: { id: "t" } },
    ]);
    expect(await ended(async () => Promise.resolve("over"))).toEqual(["completed", { over: true }]);
  });

  it.each([
    ["STORE_UNAVAILABLE", "failed"],
    ["STORE_LOCKED", "failed"],
    ["CENTRAL_SERVER_ERROR", "failed"],
    ["CENTRAL_THROTTLED", "failed"],
    ["CANCELLED", "deadletter"],
    ["CONFIG_INVALID", "deadletter"],
    ["SECRET_UNREADABLE", "deadletter"],
    ["STORE_FULL", "deadletter"],
  ] as const)("that ends with %s is %s", async (code, status) => {
    expect(await ended(throwing(new Fault(code, "A test's.", { host: "h" })))).toEqual([status, { code }]);
  });

  it("tells nothing of a bug but that it is one", async () => {
    expect(await ended(throwing(new TypeError("the token is hunter2")))).toEqual([
      "deadletter",
      { code: "BUG" },
    ]);
  });

  it("that belongs to another configuration goes back, and what is not legible is dead", async () => {
    expect(await ended(async () => Promise.resolve("back"))).toEqual(["failed", { code: "GIVEN_BACK" }]);
    for (const odd of [null, 3, {}, { ...data, schema: "1" }])
      expect(await ended(throwing(new Error("not begun")), { data: odd })).toEqual([
        "deadletter",
        { code: "JOB_ILLEGIBLE" },
      ]);
  });

  it("whose job was given to another ends with its signal", async () => {
    const claim = new AbortController();
    const work: DoJob = async (_, __, signal) => {
      claim.abort();
      signal.throwIfAborted();
      return Promise.resolve({});
    };
    expect(await ended(work, { signal: claim.signal })).toEqual(["deadletter", { code: "CANCELLED" }]);
  });

  it("leaves a code, whatever it left", () => {
    expect(codeIn({ code: "STORE_FULL" })).toBe("STORE_FULL");
    for (const odd of [
      undefined,
      null,
      "x",
      { code: "hunter2" },
      { value: { message: "job heartbeat timeout" } },
    ])
      expect(codeIn(odd)).toBe("WORKER_LOST");
  });
});
