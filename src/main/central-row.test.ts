import { describe, expect, it } from "vitest";
import type { CentralCheck } from "../adapters/sophos-central/check-central.ts";
import { centralRow } from "./central-row.ts";

const check = (parts: Partial<CentralCheck>): CentralCheck => ({
  right: "read the alerts of Acme",
  held: false,
  detail: "",
  remedy: "",
  code: undefined,
  ...parts,
});

describe("the row of one check of a credential", () => {
  it.each<[string, Partial<CentralCheck>, string, string]>([
    [
      "what is held is ok, without a remedy",
      { held: true, detail: "one was asked for" },
      "ok",
      "one was asked for",
    ],
    [
      "what nothing prevented is a warning",
      { detail: "no_api_host: none is named" },
      "warning",
      "no_api_host: none is named",
    ],
    [
      "a detail is ended before the remedy",
      { detail: "1 covered, 2 not covered", remedy: "Check the tenants." },
      "warning",
      "1 covered, 2 not covered. Check the tenants.",
    ],
    [
      "a sentence is not ended twice",
      { detail: "Central does not allow that.", remedy: "Check the role.", code: "CENTRAL_FORBIDDEN" },
      "failed",
      "Central does not allow that. Check the role.",
    ],
  ])("%s", (_rule, parts, result, detail) => {
    expect(centralRow(check(parts))).toEqual({ what: "read the alerts of Acme", result, detail });
  });
});
