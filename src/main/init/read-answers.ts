import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";
import type { InitAnswers } from "../../cli/init/init-answers.ts";
import { Fault } from "../../ports/fault.ts";

const texts = z.array(z.string()).optional();
const shared = { name: z.string(), retiredOus: z.array(z.string()), vipGroups: texts, tenants: texts };
const Answers = z.strictObject({
  store: z.string().optional(),
  central: z.strictObject({
    clientId: z.string(),
    clientSecret: z.string(),
    idUrl: z.string().optional(),
    apiUrl: z.string().optional(),
    allowedHosts: texts,
    ca: z.string().optional(),
  }),
  directories: z
    .array(
      z.discriminatedUnion("type", [
        z.strictObject({
          ...shared,
          type: z.literal("ldap"),
          url: z.string(),
          user: z.string(),
          password: z.string(),
          ca: z.string().optional(),
          baseDn: z.string(),
        }),
        z.strictObject({
          ...shared,
          type: z.literal("file"),
          path: z.string(),
          domain: z.strictObject({ dns: z.string(), netbios: z.string() }),
        }),
      ]),
    )
    .min(1),
});

/** The answers in a file, YAML or JSON. What they say is judged with the configuration. Faults: CONFIG_INVALID. */
export function readAnswers(path: string): InitAnswers {
  let value: unknown;
  try {
    value = parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Fault("CONFIG_INVALID", `The answers ${path} cannot be read.`, { path }, error);
  }
  const { data, error } = Answers.safeParse(value);
  if (data !== undefined) return data;
  // Zod names keys and what they must be, and no value.
  const problems = error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
  throw new Fault("CONFIG_INVALID", [`The answers ${path} are not whole:`, ...problems].join("\n"), { path });
}
