import type { Digest } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";

/** What was answered to a message, as it went out. */
export interface HookAnswer {
  readonly status: number;
  readonly body: string;
}

/** A message that a hook sent and that was answered. */
export interface HookMessage {
  readonly hook: string;
  /** The sender's own id of it: a repetition has the same. */
  readonly id: string;
  /** Of what was asked: of two messages with one id, one is a forgery or a mistake. */
  readonly digest: Digest;
  readonly answer: HookAnswer;
}

/** The messages of hooks, so that one that comes twice is answered twice and carried out once. Faults: STORE_*. */
export interface HookMessageStore {
  find(hook: string, id: string): Promise<HookMessage | undefined>;
  /** In the transaction that carries it out. false: there is one of this id already, and nothing was written. */
  remember(message: HookMessage, at: Instant): Promise<boolean>;
  /** Forgets what was answered before the instant; gives how many. */
  forget(before: Instant): Promise<number>;
}
