import { hostname, userInfo } from "node:os";

/** The account and host this process runs as, such as `svc-rollcall@ops1`: what the ledger names as the actor. */
export const currentActor = (): string => `${account()}@${hostname()}`;

function account(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A container may run under a number that has no name (no entry in passwd): then the number is the account.
    const uid = process.getuid?.();
    if (uid === undefined) throw error;
    return `uid${uid}`;
  }
}
