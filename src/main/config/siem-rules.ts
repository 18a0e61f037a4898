import type { ConfigPath } from "./config-problem.ts";
import { error, type Rule } from "./rule.ts";

/** How far a sink has got is kept by its name: two of one name would each get what the other has not. */
const namesUnique: Rule = ({ sound: { siem = [] } }) =>
  siem.flatMap((sink, index) => {
    const name = sink?.name;
    const first = siem.findIndex((other) => other?.name === name);
    return name !== undefined && first < index
      ? [
          error(
            ["siem", index, "name"],
            `is the name of siem[${first}] too`,
            "give each sink a name of its own",
          ),
        ]
      : [];
  });

/** A certificate without its key, or a key without its certificate, would be left out without a word. */
const clientCertificateWhole: Rule = ({ sound: { siem = [] } }) =>
  siem.flatMap((sink, index) => {
    if (sink?.type !== "syslog") return [];
    const { cert, key } = sink.tls ?? {};
    const path: ConfigPath = ["siem", index, "tls"];
    return (cert === undefined) === (key === undefined)
      ? []
      : [
          error(
            path,
            "has a certificate of ours without its key, or the key alone",
            "write both, or neither",
          ),
        ];
  });

export const siemRules: readonly Rule[] = [namesUnique, clientCertificateWhole];
