import { error, warning, type Rule } from "./rule.ts";
import type { Environment } from "./secrets.ts";
import { valueAt } from "./sound-parts.ts";

/** What Sophos documents as the limits of one credential. */
const DOCUMENTED = { perSecond: 10, perMinute: 100, perHour: 1_000, perDay: 200_000 } as const;

const enforceNeedsDeleter: Rule = ({ sound: { mode }, written }) =>
  mode === "enforce" && valueAt(written, ["sophos", "deleter"]) === undefined
    ? [
        error(
          ["mode"],
          "enforce needs a credential that may delete",
          "add sophos.deleter, or use observe or dry-run",
        ),
      ]
    : [];

const env = (reference: string, values: Environment): string =>
  reference.startsWith("env:") ? (values[reference.slice(4)] ?? reference) : reference;

const deleterIsAnother: Rule = ({ sound: { sophos }, env: values }) => {
  const [reader, deleter] = [sophos?.reader?.clientId, sophos?.deleter?.clientId];
  return reader !== undefined && deleter !== undefined && env(deleter, values) === env(reader, values)
    ? [
        warning(
          ["sophos", "deleter", "clientId"],
          "is the reader's credential too",
          "give the reader one that cannot delete (Service Principal Read-Only)",
        ),
      ]
    : [];
};

/** The same rule as for every request: exactly, or as a subdomain where the pattern begins with `*.`. */
function isAllowed(url: string, patterns: readonly (string | undefined)[]): boolean {
  const { hostname, port } = new URL(url);
  return patterns.some((pattern) => {
    // A pattern that is wrong in itself may be meant for this very host.
    if (pattern === undefined) return true;
    const [host = "", allowedPort = "443"] = pattern.toLowerCase().split(":");
    if (allowedPort !== (port === "" ? "443" : port)) return false;
    return host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host;
  });
}

const apiIsAllowed: Rule = ({ sound: { sophos } }) =>
  sophos?.apiUrl !== undefined &&
  sophos.allowedHosts !== undefined &&
  !isAllowed(sophos.apiUrl, sophos.allowedHosts)
    ? [
        error(
          ["sophos", "apiUrl"],
          "is not among sophos.allowedHosts, so no token would be sent there",
          "add its host to sophos.allowedHosts",
        ),
      ]
    : [];

const tenantsNotBoth: Rule = ({ sound: { sophos } }) => {
  const excluded = new Set(sophos?.tenants?.exclude?.map((name) => name?.toLowerCase()));
  return (sophos?.tenants?.include ?? []).flatMap((name, index) =>
    name !== undefined && excluded.has(name.toLowerCase())
      ? [
          error(
            ["sophos", "tenants", "include", index],
            "is excluded as well",
            "take it out of one of the lists",
          ),
        ]
      : [],
  );
};

const rateWithinDocumented: Rule = ({ sound: { sophos } }) =>
  (Object.keys(DOCUMENTED) as (keyof typeof DOCUMENTED)[]).flatMap((window) =>
    (sophos?.rate?.[window] ?? 0) > DOCUMENTED[window]
      ? [
          warning(
            ["sophos", "rate", window],
            `is more than the ${DOCUMENTED[window]} that Sophos documents`,
            "expect to be throttled unless Sophos has agreed to more",
          ),
        ]
      : [],
  );

export const sophosRules: readonly Rule[] = [
  enforceNeedsDeleter,
  deleterIsAnother,
  apiIsAllowed,
  tenantsNotBoth,
  rateWithinDocumented,
];
