import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Bug } from "../../core/model/invariant.ts";
import { Fault } from "../../ports/fault.ts";
import { driverFault } from "./driver-fault.ts";

/** As the drivers throw them: values in message, detail and, with PGlite, the list of parameters. */
const thrown = (code: string | undefined): Error =>
  Object.assign(new Error(`something about s3cret`), {
    code,
    constraint: "ledger_pkey",
    detail: "Key (x)=(s3cret)",
    params: ["s3cret"],
    query: "select $1",
  });

describe("driverFault", () => {
  it.each([
    ["08006", "STORE_UNAVAILABLE"],
    ["28P01", "STORE_UNAVAILABLE"],
    ["3D000", "STORE_UNAVAILABLE"],
    ["40P01", "STORE_UNAVAILABLE"],
    ["42501", "STORE_UNAVAILABLE"],
    ["53100", "STORE_FULL"],
    ["53200", "STORE_UNAVAILABLE"],
    ["57P01", "STORE_UNAVAILABLE"],
    ["ECONNREFUSED", "STORE_UNAVAILABLE"],
    ["EPIPE", "STORE_UNAVAILABLE"],
    [undefined, "STORE_UNAVAILABLE"],
    ["XX001", "STORE_DAMAGED"],
    ["42P01", "STORE_DAMAGED"],
    ["42703", "STORE_DAMAGED"],
  ])("%s is %s, without the values that the driver's error carries", (code, expected) => {
    const fault = driverFault(thrown(code), "select  $1\n from t");

    expect(fault).toMatchObject({ code: expected, details: { code, statement: "select $1 from t" } });
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toContain("s3cret");
  });

  it.each(["23505", "22P02", "42601", "25P02"])(
    "%s is a bug of ours, named by code and constraint",
    (code) => {
      const bug = driverFault(thrown(code), "insert");

      expect(bug).toBeInstanceOf(Bug);
      expect(bug.message).toContain(code);
      expect(bug.message).toContain("ledger_pkey");
      expect(inspect(bug, { depth: 10, showHidden: true })).not.toContain("s3cret");
    },
  );

  it.each([new Fault("CANCELLED", "stopped"), new Bug("ours"), new TypeError("ours too")])(
    "what is not a driver's stays as it is: %s",
    (error) => {
      expect(driverFault(error, "select 1")).toBe(error);
    },
  );
});
