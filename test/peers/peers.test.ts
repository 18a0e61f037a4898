import { describe, expect, it } from "vitest";
import { peerState } from "./peers.ts";

const absent = { present: (): boolean => false, what: "a peer" };
const present = { present: (): boolean => true, what: "a peer" };

describe("a test that needs a peer", () => {
  it("runs where the peer is, in CI or not", () => {
    expect(peerState(present, "true")).toStrictEqual({ kind: "run" });
    expect(peerState(present, undefined)).toStrictEqual({ kind: "run" });
  });
  it("fails in CI without it, and says what to install", () => {
    expect(peerState(absent, "true")).toMatchObject({
      kind: "fail",
      why: expect.stringContaining("peers:install") as string,
    });
  });
  it.each([undefined, "", "false"])("is skipped elsewhere (CI=%s), and says why", (ci) => {
    expect(peerState(absent, ci)).toMatchObject({
      kind: "skip",
      why: expect.stringContaining("not installed") as string,
    });
  });
});
