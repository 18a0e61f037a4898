import type * as z from "zod";
import type { TokenView } from "../../api/settings.ts";
import { createToken, revokeToken } from "../../flows/api-tokens.ts";
import type { ApiToken } from "../../ports/token-store.ts";
import type { Handlers } from "./handler.ts";
import { refuse } from "./refusal.ts";
import { timeText } from "./time-views.ts";

const DAY_MS = 86_400_000;

/** API tokens. @param newSecret 256 bits that nobody can guess, in a form that goes into a header */
export const tokenHandlers = (
  newSecret: () => string,
): Pick<Handlers, "listTokens" | "createToken" | "revokeToken"> => ({
  listTokens: async (_input, _caller, { store }) => ({
    items: (await store.tokens.list()).filter(({ revokedAt }) => revokedAt === undefined).map(viewOf),
  }),
  createToken: async ({ body }, { principal }, session) => {
    const { name, role, tenants, days } = body;
    const created = await createToken(
      { name, role, tenants, forMs: days * DAY_MS, by: principal.actor },
      { ...session, newSecret },
    );
    return created.kind === "refused"
      ? refuse(created.code, created.detail)
      : { token: created.secret, view: viewOf(created.token) };
  },
  revokeToken: async ({ params }, { principal }, session) => {
    const revoked = await revokeToken({ name: params.name, by: principal.actor }, session);
    return revoked.kind === "refused" ? refuse(revoked.code, revoked.detail) : { revoked: true };
  },
});

const viewOf = ({
  name,
  grant,
  createdAt,
  createdBy,
  expiresAt,
  usedAt,
}: ApiToken): z.input<typeof TokenView> => ({
  name,
  role: grant.role,
  tenants: grant.tenants === "all" ? "all" : [...grant.tenants],
  createdAt: timeText(createdAt),
  createdBy,
  expiresAt: timeText(expiresAt),
  ...(usedAt !== undefined && { lastUsedAt: timeText(usedAt) }),
});
