import { listenParts } from "./fields.ts";
import { error, warning, type Rule } from "./rule.ts";
import { valueAt } from "./sound-parts.ts";

/** What only this machine reaches (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). `localhost` is these by RFC 6761. */
const isLoopback = (host: string): boolean =>
  host.toLowerCase() === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);

/** Decisions name people and devices: beyond this machine they go encrypted or not at all. */
const widerNeedsTls: Rule = ({ sound: { server }, written }) => {
  const address = server?.listen === undefined ? undefined : listenParts(server.listen);
  return address === undefined ||
    isLoopback(address.host) ||
    valueAt(written, ["server", "tls"]) !== undefined
    ? []
    : [
        error(
          ["server", "listen"],
          "is reached from elsewhere and has no TLS",
          "add server.tls, or listen on 127.0.0.1 behind a proxy that has it",
        ),
      ];
};

const eachHookItsName: Rule = ({ sound: { server } }) => {
  const names = (server?.hooks ?? []).map((hook) => hook?.name?.toLowerCase());
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [error(["server", "hooks", index, "name"], "is another hook's name too", "give each hook its own")]
      : [],
  );
};

/** Whom a hook names is its own claim: what it approves, everybody who has its secret can approve. */
const approvingHook: Rule = ({ sound: { server } }) =>
  (server?.hooks ?? []).flatMap((hook, index) =>
    hook?.may?.includes("approve") === true
      ? [
          warning(
            ["server", "hooks", index, "may"],
            "lets whoever has this secret approve deletions, in anybody's name",
            "leave approve out, unless only named people can start that step of the sender",
          ),
        ]
      : [],
  );

export const serverRules: readonly Rule[] = [widerNeedsTls, eachHookItsName, approvingHook];
