import { describe, expect, it } from "vitest";
import { check, LEAST } from "../../../test/build/config-text.ts";
import type { ConfigFault } from "./config-problem.ts";

const problemsOf = (siem: string): readonly string[] => {
  try {
    check(`${LEAST}siem: ${siem}\n`);
    return [];
  } catch (error) {
    return (error as ConfigFault).problems.map(({ field, rule }) => `${field} ${rule}`);
  }
};
const SYSLOG = "name: a, type: syslog, host: h.example.com";
const ELASTIC = "name: a, type: elastic, url: https://e.example.com";

describe("sinks of the configuration", () => {
  it.each([
    [`{ ${SYSLOG} }`],
    [`{ ${SYSLOG}, tls: { cert: "env:C", key: "env:K" } }`],
    [`{ ${ELASTIC}, apiKey: "env:K" }`],
    [`{ ${ELASTIC}, user: u, password: "env:K" }`],
    [`{ name: b, type: splunk, url: https://s.example.com:8088, token: "env:K" }`],
  ])("may be %s", (sink) => {
    expect(problemsOf(`[${sink}]`)).toEqual([]);
  });

  it.each([
    [`{ ${SYSLOG} }, { ${SYSLOG} }`, "siem[1].name is the name of siem[0] too"],
    [`{ ${SYSLOG}, tls: { cert: "env:C" } }`, "siem[0].tls has a certificate of ours without its key"],
    [`{ ${ELASTIC} }`, "siem[0] needs an apiKey, or a user and a password"],
    [`{ ${ELASTIC}, user: u }`, "siem[0] needs an apiKey, or a user and a password"],
    [`{ ${ELASTIC}, apiKey: "env:K", user: u, password: "env:P" }`, "siem[0] needs an apiKey"],
    [`{ ${ELASTIC}, apiKey: hunter2 }`, "siem[0].apiKey must say where the secret is"],
    [`{ ${ELASTIC}, apiKey: "env:K", index: ../x }`, "siem[0].index is no name of an index"],
    [`{ ${SYSLOG}, format: xml }`, "siem[0].format must be one of"],
  ])("may not be %s", (sinks, problem) => {
    const problems = problemsOf(`[${sinks}]`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});
