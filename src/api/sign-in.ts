// The contract of signing in and out. Where a browser is sent, `GET /auth/sign-in` and `GET /auth/callback`, there is no body.
import * as z from "zod";

/** `GET /auth/ways`: which ways to sign in there are. */
export const SignInWays = z.object({ oidc: z.boolean(), local: z.boolean() });
export type SignInWays = z.output<typeof SignInWays>;

/** `POST /auth/local` */
export const LocalSignIn = z.strictObject({
  account: z.string().min(1).max(64),
  password: z.string().min(1).max(1_000),
});

/** The answer to it; the session is a cookie, which no script can read. */
export const SignedIn = z.object({ actor: z.string() });
export type SignedIn = z.output<typeof SignedIn>;

/** `POST /auth/sign-out`: where to send the browser, so that the identity provider forgets the person too. */
export const SignedOut = z.object({ onwards: z.string().optional() });
export type SignedOut = z.output<typeof SignedOut>;
