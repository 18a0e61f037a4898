import { isLoopback, listenParts } from "./fields.ts";
import { error, warning, type Rule, type RuleInput } from "./rule.ts";
import { valueAt } from "./sound-parts.ts";

/** Whether other machines reach it; undefined where that is wrong in itself. */
function isWide({ sound: { server } }: RuleInput): boolean | undefined {
  const address = server?.listen === undefined ? undefined : listenParts(server.listen);
  return address && !isLoopback(address.host);
}

const isWritten = ({ written }: RuleInput, ...path: string[]): boolean =>
  valueAt(written, ["server", ...path]) !== undefined;

/** What is said names people and devices: beyond this machine it goes encrypted or not at all. */
const widerNeedsTls: Rule = (input) =>
  isWide(input) !== true || isWritten(input, "tls") || isWritten(input, "proxy")
    ? []
    : [
        error(
          ["server", "listen"],
          "is reached from elsewhere and has no TLS",
          "add server.tls, or listen on 127.0.0.1 behind a proxy that has it, or name that proxy in server.proxy",
        ),
      ];

const widerNeedsSomeone: Rule = (input) =>
  isWide(input) !== true || isWritten(input, "hooks") || isWritten(input, "signIn")
    ? []
    : [
        error(
          ["server", "listen"],
          "is reached from elsewhere, and nobody could prove who they are",
          "add server.signIn or server.hooks",
        ),
      ];

/** Cookies and what the identity provider sends back belong to one origin, which is never taken from a request. */
const originKnown: Rule = (input) =>
  isWritten(input, "signIn") && isWide(input) === true && !isWritten(input, "publicUrl")
    ? [
        error(
          ["server", "signIn"],
          "needs to know what browsers call this server",
          "add server.publicUrl, for instance https://rollcall.example.com",
        ),
      ]
    : [];

/** A public https that nobody speaks here: what does is a proxy, and every request would seem to come from it. */
const somebodySpeaksTls: Rule = (input) =>
  input.sound.server?.publicUrl?.startsWith("https:") === true &&
  !isWritten(input, "tls") &&
  !isWritten(input, "proxy")
    ? [
        error(
          ["server", "publicUrl"],
          "is https, which nothing here speaks",
          "add server.tls, or name the proxy that does in server.proxy",
        ),
      ]
    : [];

const aWayIn: Rule = (input) => {
  const signIn = input.sound.server?.signIn;
  return signIn?.local === false && !isWritten(input, "signIn", "oidc")
    ? [error(["server", "signIn"], "lets nobody in", "add oidc, or set local to true")]
    : [];
};

const groupsGetRoles: Rule = (input) => {
  const roles = input.sound.server?.signIn?.roles;
  const oidc = isWritten(input, "signIn", "oidc");
  if (roles === undefined) return [];
  if (oidc && roles.length === 0)
    return [
      error(
        ["server", "signIn", "oidc"],
        "gives nobody a role, so that nobody may anything",
        "name groups and their roles in server.signIn.roles",
      ),
    ];
  return !oidc && roles.length > 0
    ? [
        error(
          ["server", "signIn", "roles"],
          "are for groups of an identity provider, and there is none",
          "add server.signIn.oidc, or take them out: a local account is an administrator",
        ),
      ]
    : [];
};

/** Without it the answer is OAuth's, which says what may be read and not who signs in. */
const asksWho: Rule = ({ sound: { server } }) => {
  const scopes = server?.signIn?.oidc?.scopes;
  return scopes === undefined || scopes.includes("openid")
    ? []
    : [error(["server", "signIn", "oidc", "scopes"], "does not ask who signs in", "add openid")];
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

export const serverRules: readonly Rule[] = [
  widerNeedsTls,
  widerNeedsSomeone,
  originKnown,
  somebodySpeaksTls,
  aWayIn,
  groupsGetRoles,
  asksWho,
  eachHookItsName,
  approvingHook,
];
