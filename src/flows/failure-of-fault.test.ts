import { describe, expect, it } from "vitest";
import { Fault, FAULTS, type FaultCode, type FaultDetails } from "../ports/fault.ts";
import { failureOfFault } from "./failure-of-fault.ts";

describe("a fault before anything was sent", () => {
  it.each<readonly [FaultCode, FaultDetails, string, string]>([
    ["CENTRAL_UNREACHABLE", {}, "unreachable", "unreachable"],
    ["CENTRAL_UNREACHABLE", { broken: "timeout" }, "timeout", "no_dossier"],
    ["CENTRAL_UNREACHABLE", { broken: "reset" }, "reset", "no_dossier"],
    ["CENTRAL_SERVER_ERROR", { shared: true }, "tenant_unread", "tenant_unread"],
    ["CENTRAL_UNREACHABLE", { shared: true }, "unreachable", "unreachable"],
    ["CENTRAL_THROTTLED", {}, "throttled", "throttled"],
    ["CENTRAL_FORBIDDEN", {}, "forbidden", "forbidden"],
    ["CENTRAL_AUTH", {}, "forbidden", "forbidden"],
    ["CENTRAL_SERVER_ERROR", {}, "server", "no_dossier"],
    ["CENTRAL_SHAPE", {}, "illegible", "no_dossier"],
    ["CLOCK_SKEW", {}, "unreachable", "unreachable"],
    ["CENTRAL_HOST_NOT_ALLOWED", {}, "not_covered", "not_covered"],
    ["VAULT_KEY", {}, "no_dossier", "no_dossier"],
  ])("%s %o is of class %s at verify and %s at the dossier", (code, details, live, dossier) => {
    const fault = new Fault(code, "It went wrong.", details);
    expect([failureOfFault(fault, "live"), failureOfFault(fault, "dossier")]).toEqual([live, dossier]);
  });

  it("of any directory is nobody's own", () => {
    const codes = (Object.keys(FAULTS) as FaultCode[]).filter((code) => /^(DIRECTORY|EXPORT)_/.test(code));
    expect(codes.length).toBeGreaterThan(5);
    expect(new Set(codes.map((code) => failureOfFault(new Fault(code, "No."), "live")))).toEqual(
      new Set(["directory"]),
    );
  });
});
