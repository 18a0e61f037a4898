import { z } from "zod";
import { endpointId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { PasswordSource } from "../../ports/password-source.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { readJsonOrAbsent } from "./read-json.ts";

/** Passwords are short digits as far as anybody has seen; longer ones are nothing that a person could type. */
const password = z.string().min(1).max(256);
const Answer = z
  .object({
    enabled: z.boolean(),
    password: password.nullish(),
    previousPasswords: z.array(z.object({ password, invalidatedAt: z.string().max(64).nullish() })).nullish(),
  })
  // Protection that is on without a password cannot be undone by one: nothing that Central means to say.
  .refine((answer) => !answer.enabled || typeof answer.password === "string");

/** Reads tamper-protection passwords over a connection, which it leaves open. What it reads is in no fault and no log. */
export const passwordSource = (connection: CentralConnection): PasswordSource => ({
  async tamperProtection(tenant, id, signal) {
    invariant(endpointId(id) === id, "an endpoint is read by its id");
    const read = await readJsonOrAbsent(
      connection,
      {
        origin: tenant.apiHost,
        path: `/endpoint/v1/endpoints/${id}/tamper-protection`,
        headers: { "X-Tenant-ID": tenant.id },
        purpose: "tamper",
      },
      signal,
    );
    if (read === "absent") return "absent";
    const answer = Answer.safeParse(read.value);
    if (!answer.success) throw shapeFault("the state of tamper protection", new URL(tenant.apiHost).host);
    const { enabled, password: current, previousPasswords } = answer.data;
    return {
      enabled,
      password: current ?? undefined,
      previousPasswords: (previousPasswords ?? []).map((one) => ({
        password: one.password,
        invalidatedAt: one.invalidatedAt ?? undefined,
      })),
    };
  },
});
