import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { Fault } from "../../ports/fault.ts";
import { directoryFault, namingFullDisk } from "./full-disk.ts";

const errno = (code: string): Error => Object.assign(new Error("write"), { code });

describe("an error about the store's directory", () => {
  it.each([
    ["ENOSPC", "STORE_FULL"],
    ["EDQUOT", "STORE_FULL"],
    ["EACCES", "STORE_UNAVAILABLE"],
    ["EIO", "STORE_UNAVAILABLE"],
  ])("%s is %s", (code, expected) => {
    expect(directoryFault(errno(code), "It cannot be used.", "/store")).toMatchObject({
      code: expected,
      details: { path: "/store" },
    });
  });
});

// A disk that is full indeed is filled up by test/prove/prove-disk.ts.
describe("a fault of PGlite on a disk with room", () => {
  it.each([
    new Fault("STORE_UNAVAILABLE", "The store did not answer (no code).", { code: undefined }),
    new Fault("STORE_UNAVAILABLE", "The store did not answer (57P01).", { code: "57P01" }),
    new Fault("STORE_DAMAGED", "The store is not as Rollcall left it (XX001).", { code: "XX001" }),
    new TypeError("ours"),
  ])("stays what it is: %s", async (error) => {
    const failing = async (): Promise<never> => {
      throw error;
    };
    await expect(namingFullDisk(tmpdir(), failing)).rejects.toBe(error);
    await expect(namingFullDisk(undefined, failing)).rejects.toBe(error);
  });
});
