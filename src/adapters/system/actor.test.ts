import { describe, expect, it, vi } from "vitest";
import { currentActor } from "./actor.ts";

const os = vi.hoisted(() => ({ userInfo: vi.fn(), hostname: () => "ops1" }));
vi.mock("node:os", () => os);

const noName = (): never => {
  throw Object.assign(new Error("no such user"), { code: "ERR_SYSTEM_ERROR" });
};

describe("the current actor", () => {
  it("is the account at its host", () => {
    os.userInfo.mockReturnValueOnce({ username: "svc-rollcall" });

    expect(currentActor()).toBe("svc-rollcall@ops1");
  });

  it("is the number of an account that has no name, as in a container", () => {
    os.userInfo.mockImplementationOnce(noName);
    vi.spyOn(process, "getuid").mockReturnValueOnce(10_001);

    expect(currentActor()).toBe("uid10001@ops1");
  });
});
