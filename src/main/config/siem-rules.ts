import type { ConfigPath } from "./config-problem.ts";
import { error, type Rule } from "./rule.ts";
import { valueAt } from "./sound-parts.ts";

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
const clientCertificateWhole: Rule = ({ sound: { siem = [] }, written }) =>
  siem.flatMap((sink, index) => {
    if (sink?.type !== "syslog") return [];
    const path: ConfigPath = ["siem", index, "tls"];
    const has = (key: string): boolean => valueAt(written, [...path, key]) !== undefined;
    return has("cert") === has("key")
      ? []
      : [
          error(
            path,
            "has a certificate of ours without its key, or the key alone",
            "write both, or neither",
          ),
        ];
  });

/** Nobody is let in by half a login, and of two ways one would be left out without a word. */
const oneWayIn: Rule = ({ sound: { siem = [] }, written }) =>
  siem.flatMap((sink, index) => {
    if (sink?.type !== "elastic") return [];
    const has = (key: string): boolean => valueAt(written, ["siem", index, key]) !== undefined;
    return has("user") === has("password") && has("apiKey") !== has("user")
      ? []
      : [error(["siem", index], "needs an apiKey, or a user and a password", "write one of both, whole")];
  });

export const siemRules: readonly Rule[] = [namesUnique, clientCertificateWhole, oneWayIn];
