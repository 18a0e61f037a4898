import { describe, expect, it } from "vitest";
import { Bug } from "../../core/model/invariant.ts";
import { Fault } from "../../ports/fault.ts";
import { connectionFault, gapOf, resultFault } from "./ldap-fault.ts";

const refusal = (subCode: string): string =>
  `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${subCode}, v1db1`;

describe("a refused bind", () => {
  it.each([
    ["525", "does not exist"],
    ["52e", "user name or the password is wrong"],
    ["52E", "user name or the password is wrong"],
    ["530", "at this time"],
    ["531", "from this machine"],
    ["532", "password has expired"],
    ["533", "is disabled"],
    ["701", "account has expired"],
    ["773", "must change its password"],
    ["775", "is locked"],
    ["999", "credentials are not valid"],
  ])("with AD's sub-code %s says in words: %s", (subCode, words) => {
    const fault = resultFault("Directory corp", 49, refusal(subCode));
    expect(fault.code).toBe("DIRECTORY_AUTH");
    expect(fault.message).toContain(words);
    expect(fault.details["subCode"]).toBe(subCode.toLowerCase());
  });
  it("without a sub-code is a refusal all the same", () => {
    expect(resultFault("Directory corp", 49, "").code).toBe("DIRECTORY_AUTH");
  });
});

describe("an LDAP result", () => {
  it.each([
    [
      1,
      "000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed",
      "DIRECTORY_AUTH",
    ],
    [1, "00002120: something else", "DIRECTORY_SHAPE"],
    [2, "", "DIRECTORY_SHAPE"],
    [3, "", "DIRECTORY_UNREACHABLE"],
    [4, "", "DIRECTORY_SHAPE"],
    [8, "", "DIRECTORY_AUTH"],
    [10, "", "DIRECTORY_SHAPE"],
    [11, "", "DIRECTORY_UNREACHABLE"],
    [12, "", "DIRECTORY_SHAPE"],
    [34, "", "DIRECTORY_SHAPE"],
    [50, "", "DIRECTORY_RIGHTS"],
    [51, "", "DIRECTORY_UNREACHABLE"],
    [52, "", "DIRECTORY_UNREACHABLE"],
    [80, "", "DIRECTORY_UNREACHABLE"],
    [123, "", "DIRECTORY_SHAPE"],
  ])("of %i (%s) is %s", (code, diagnostic, fault) => {
    expect(resultFault("Directory corp", code, diagnostic).code).toBe(fault);
  });
});

describe("a failed connection", () => {
  const failure = (code: string): Error => Object.assign(new Error("secret detail"), { code });
  it.each([
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "ERR_OSSL_PEM_NO_START_LINE",
    "EPROTO",
  ])("by %s is DIRECTORY_TLS", (code) => {
    expect(connectionFault("Directory corp", failure(code)).code).toBe("DIRECTORY_TLS");
  });
  it.each(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT", "EPIPE"])(
    "by %s is DIRECTORY_UNREACHABLE",
    (code) => {
      expect(connectionFault("Directory corp", failure(code)).code).toBe("DIRECTORY_UNREACHABLE");
    },
  );
});

describe("a fault in the middle of a reading", () => {
  it.each([
    ["DIRECTORY_UNREACHABLE", {}, "source_unavailable"],
    ["DIRECTORY_TLS", {}, "source_unavailable"],
    ["DIRECTORY_AUTH", {}, "not_authorised"],
    ["DIRECTORY_RIGHTS", {}, "rights_missing"],
    ["DIRECTORY_SHAPE", {}, "page_malformed"],
    ["DIRECTORY_SHAPE", { repeated: true }, "page_repeated"],
  ] as const)("%s %j leaves the gap %s", (code, details, gap) => {
    expect(gapOf(new Fault(code, "what happened", details))).toStrictEqual({
      code: gap,
      detail: "what happened",
    });
  });
  it.each([new Fault("CANCELLED", "stopped"), new Bug("ours"), new TypeError("ours"), "no error"])(
    "%s is no gap, and is thrown",
    (error) => {
      expect(gapOf(error)).toBeUndefined();
    },
  );
});
