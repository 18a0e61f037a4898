// The shape of `server`: where it listens, who is listened to, and how people sign in.
import * as z from "zod";
import { Role } from "../../api/roles.ts";
import {
  addressRange,
  issuerUrl,
  listenAddress,
  positiveDuration,
  publicOrigin,
  reference,
  sessionDuration,
  shortName,
  text,
} from "./fields.ts";

const hook = z.strictObject({
  name: shortName,
  secrets: z.array(reference).min(1, "must name a secret; without one nobody can sign"),
  may: z.array(z.enum(["approve", "keep", "hold"])).default(["keep", "hold"]),
});

const oidc = z.strictObject({
  issuer: issuerUrl,
  clientId: text,
  // Without one the client is a public one, proved by PKCE alone.
  clientSecret: reference.optional(),
  groupsClaim: text.default("groups"),
  scopes: z.array(text).default(["openid", "profile", "email"]),
  tls: z.strictObject({ ca: reference.optional() }).prefault({}),
});

const role = z.strictObject({
  group: text,
  role: Role,
  tenants: z.array(text).min(1, "must name a tenant; leave tenants out for all of them").optional(),
});

const signIn = z.strictObject({
  local: z.boolean().default(false),
  oidc: oidc.optional(),
  roles: z.array(role).default([]),
  // Half an hour unattended, and a working day: OWASP's sheet on sessions has 15 to 30 minutes, and 4 to 8 hours of work.
  session: z
    .strictObject({
      idle: positiveDuration.default("PT30M"),
      longest: sessionDuration.default("PT10H"),
    })
    .prefault({}),
});

export const Server = z.strictObject({
  // This machine alone: a wider address asks for TLS.
  listen: listenAddress.default("127.0.0.1:8443"),
  publicUrl: publicOrigin.optional(),
  tls: z.strictObject({ cert: reference, key: reference }).optional(),
  proxy: z
    .strictObject({
      addresses: z.array(addressRange).min(1, "must name the proxy; leave proxy out where there is none"),
    })
    .optional(),
  hooks: z.array(hook).default([]),
  signIn: signIn.optional(),
});
export type ServerFile = z.output<typeof Server>;
