import { error, type Rule } from "./rule.ts";

/** How far each has got is kept by its name, whether it is one of `siem` or of `notify`. */
const namesUnique: Rule = ({ sound: { siem = [], notify = [] } }) =>
  notify.flatMap((one, index) => {
    const name = one?.name;
    if (name === undefined) return [];
    const inSiem = siem.findIndex((other) => other?.name === name);
    const before = notify.findIndex((other) => other?.name === name);
    const place = inSiem >= 0 ? `siem[${inSiem}]` : before < index ? `notify[${before}]` : undefined;
    return place === undefined
      ? []
      : [error(["notify", index, "name"], `is the name of ${place} too`, "give each a name of its own")];
  });

/** A login without its password would be left out without a word. */
const loginWhole: Rule = ({ sound: { notify = [] } }) =>
  notify.flatMap((one, index) => {
    if (one?.type !== "mail" || one.smtp === undefined) return [];
    const { user, password, security } = one.smtp;
    if ((user === undefined) !== (password === undefined))
      return [
        error(
          ["notify", index, "smtp"],
          "has a user without a password, or a password alone",
          "write both, or neither",
        ),
      ];
    return user !== undefined && security === "none"
      ? [
          error(
            ["notify", index, "smtp", "security"],
            "would send the password in the clear",
            "write starttls or tls, or leave the user out",
          ),
        ]
      : [];
  });

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3})$/i;

/** What is written of devices and people does not cross a network unencrypted. */
const clearOnlyAtHome: Rule = ({ sound: { notify = [] } }) =>
  notify.flatMap((one, index) =>
    one?.type === "mail" &&
    one.smtp?.security === "none" &&
    one.smtp.host !== undefined &&
    !LOOPBACK.test(one.smtp.host)
      ? [
          error(
            ["notify", index, "smtp", "security"],
            "is none for a server that is not this machine",
            "write starttls or tls",
          ),
        ]
      : [],
  );

export const notifyRules: readonly Rule[] = [namesUnique, loginWhole, clearOnlyAtHome];
