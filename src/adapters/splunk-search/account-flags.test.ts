import { describe, expect, it } from "vitest";
import { accountFlags } from "./account-flags.ts";

describe("userAccountControl of a row", () => {
  it.each([
    [["4098"], "4098"],
    [["WORKSTATION_TRUST_ACCOUNT", "ACCOUNTDISABLE"], "4098"],
    [["ACCOUNTDISABLE WORKSTATION_TRUST_ACCOUNT"], "4098"],
    [["SERVER_TRUST_ACCOUNT\nTRUSTED_FOR_DELEGATION"], String(0x2000 | 0x8_0000)],
  ])("%j is %s", (values, number) => {
    expect(accountFlags(values)).toBe(number);
  });

  it.each([
    // Cut to one flag, a domain controller would be an ordinary disabled account.
    [["ACCOUNTDISABLE"]],
    [["WORKSTATION_TRUST_ACCOUNT", "SOMETHING_NEW"]],
    [["4096", "4098"]],
    [["toString"]],
  ])("%j is no number", (values) => {
    expect(accountFlags(values)).not.toMatch(/^-?\d+$/);
  });
});
