import { warning, type Rule } from "./rule.ts";
import { valueAt } from "./sound-parts.ts";

/** Deleting without a way back is a choice, and has to be written down as one. */
const enforceWithoutVault: Rule = ({ sound: { mode }, written }) =>
  mode === "enforce" && valueAt(written, ["vault"]) === undefined
    ? [
        warning(
          ["mode"],
          "deletes without keeping dossiers, since there is no vault",
          "add vault.key, or write vault: none if that is meant",
        ),
      ]
    : [];

export const vaultRules: readonly Rule[] = [enforceWithoutVault];
