import type { Route } from "../../api/route.ts";
import type { ApiAnswer } from "../api-call.ts";
import { problem } from "../problem.ts";
import type { ApiSession } from "./api-session.ts";

interface Asked {
  readonly actor: string;
  /** What the sender calls this command: a repetition has the same. */
  readonly key: string | undefined;
  readonly route: Pick<Route, "secret">;
  readonly target: string;
  readonly text: string;
}

interface OnceParts {
  withSession<T>(actor: string, work: (session: ApiSession) => Promise<T>): Promise<T>;
}

/** Commands under a key that are being carried out in this process. */
const underWay = new Set<string>();

/**
 * Carries out a command; under an Idempotency-Key once, and a repetition gets the first answer. Should the process die between
 * the command and remembering its answer, what guards the command itself holds: a version that has moved, a run under way, a
 * hold or a brake that is there already.
 */
export async function answerOnce(
  { actor, key, route, target, text }: Asked,
  parts: OnceParts,
  answer: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  if (key === undefined) return answer();
  if (route.secret === true || !/^[\x21-\x7e]{1,200}$/.test(key))
    return problem("key_unusable", "Nothing was done.");
  const sender = `api:${actor}`;
  const name = `${sender} ${key}`;
  if (underWay.has(name)) return problem("key_in_use", "Nothing was done by this request.");
  underWay.add(name);
  try {
    const known = await parts.withSession(actor, async ({ store, hash }) => ({
      digest: hash(`${target}\n${text}`),
      message: await store.hookMessages.find(sender, key),
    }));
    if (known.message !== undefined) {
      if (known.message.digest !== known.digest)
        return problem("message_reused", "Nothing was done: the key belongs to another command.");
      const { status, body } = known.message.answer;
      return { status, headers: { "content-type": typeOf(status) }, body };
    }
    const given = await answer();
    // What failed is asked again, and was not done.
    if (given.status >= 500) return given;
    await parts.withSession(actor, async ({ store, clock }) =>
      store.transaction(async (tx) =>
        tx.hookMessages.remember(
          { hook: sender, id: key, digest: known.digest, answer: { status: given.status, body: given.body } },
          clock.now(),
        ),
      ),
    );
    return given;
  } finally {
    underWay.delete(name);
  }
}

const typeOf = (status: number): string => (status < 300 ? "application/json" : "application/problem+json");
