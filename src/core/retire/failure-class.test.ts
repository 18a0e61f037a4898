import { describe, expect, it } from "vitest";
import { failureOfAnswer, type FailureClass } from "./failure-class.ts";
import type { RemovalAnswer } from "./outcome.ts";

describe("the failure of an endpoint that is still there", () => {
  const refused = (status: number): RemovalAnswer => ({ kind: "refused", status, correlationId: undefined });
  it.each<readonly [RemovalAnswer, FailureClass | undefined]>([
    [{ kind: "deleted" }, "no_effect"],
    [{ kind: "not_deleted" }, "refused"],
    [{ kind: "absent" }, "not_found"],
    [refused(400), "refused"],
    [refused(401), "forbidden"],
    [refused(403), "forbidden"],
    [refused(409), "refused"],
    [{ kind: "throttled", retryAfterMs: 1 }, "throttled"],
    [{ kind: "not_sent", cause: "unreachable", why: "" }, "unreachable"],
    [{ kind: "unclear", cause: "timeout", why: "" }, "timeout"],
    [{ kind: "withheld" }, undefined],
  ])("after %o is %s", (answer, failure) => {
    expect(failureOfAnswer(answer)).toBe(failure);
  });
});
