import { verifyWebhook, webhookSecret } from "../adapters/system/standard-webhook.ts";
import { Fault } from "../ports/fault.ts";
import type { Hook } from "../server/hook.ts";
import type { HookConfig } from "./config/server-config.ts";

/** A hook whose secrets were read. */
export interface KeyedHook extends Hook {
  /** Of its shortest secret. */
  readonly shortestBytes: number;
}

/**
 * Reads the secrets of hooks. Two hooks with one secret could not be told apart, and would be two people by one signature.
 * Faults: SECRET_UNREADABLE, CONFIG_INVALID.
 * @param nowMs real time: messages carry that of their sender, whatever is rehearsed
 */
export function openHooks(hooks: readonly HookConfig[], nowMs: () => number): readonly KeyedHook[] {
  const owner = new Map<string, string>();
  return hooks.map(({ name, may, secrets: references }) => {
    const secrets = references.map((reference) => {
      const secret = webhookSecret(reference.read().reveal());
      if (secret === undefined) {
        throw new Fault(
          "SECRET_UNREADABLE",
          `The secret ${reference.reference} is no secret of a webhook: base64 of at least 16 bytes, with or without whsec_.`,
          { reference: reference.reference },
        );
      }
      const other = owner.get(secret.toString("base64")) ?? name;
      owner.set(secret.toString("base64"), name);
      if (other !== name) {
        throw new Fault(
          "CONFIG_INVALID",
          `The hooks ${other} and ${name} have one secret: give each its own.`,
        );
      }
      return secret;
    });
    return {
      name,
      may,
      shortestBytes: Math.min(...secrets.map(({ length }) => length)),
      verify: (headers, signed) => verifyWebhook(secrets, headers, signed, nowMs()),
    };
  });
}
