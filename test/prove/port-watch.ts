// Every port call of a run, seen before and after: where a proof changes the world, counts steps, or lets the process die.
import type { LedgerEntry } from "../../src/core/ledger/fact.ts";

/** One call of a port: `store.plans`, `openIntent`. */
export interface PortCall {
  readonly port: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What a proof does around a call. A throw stands for a process that dies there. */
export interface Watch {
  before(call: PortCall): void;
  after(call: PortCall): void;
  /** Ledger rows whose transaction was committed, and the commit acknowledged. */
  committed(entries: readonly LedgerEntry[]): void;
}

/** The calls under way: a process that died in the middle of them is restarted when they have come to their end. */
export type Pending = Set<Promise<unknown>>;

/** Synchronous accessors: no step of a run. */
const ASIDE: ReadonlySet<string> = new Set(["requests", "close"]);

/** The same port, watched: nested rooms, transactions and generators too. */
export function watched<T extends object>(port: string, target: T, watch: Watch, pending: Pending): T {
  return see(port, target, { watch, pending, appended: undefined });
}

interface Seeing {
  readonly watch: Watch;
  readonly pending: Pending;
  /** Rows that wait for the commit of the transaction that this view is inside of. */
  readonly appended: LedgerEntry[] | undefined;
}

function see<T extends object>(port: string, target: T, seeing: Seeing): T {
  return new Proxy(target, {
    get(_target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof key === "symbol" || ASIDE.has(key)) return value;
      if (typeof value === "function") return watchedMethod(port, key, target, value as Method, seeing);
      return typeof value === "object" && value !== null && port === "store"
        ? see(`store.${key}`, value, seeing)
        : value;
    },
  });
}

type Method = (...args: unknown[]) => unknown;

function watchedMethod(port: string, method: string, target: object, value: Method, seeing: Seeing): Method {
  return (...args) => {
    const call: PortCall = { port, method, args };
    seeing.watch.before(call);
    if (method === "transaction") return inTransaction(call, target, value, seeing);
    const result = value.apply(target, args);
    if (isGenerator(result)) return generated(call, result, seeing);
    if (!(result instanceof Promise)) return result;
    return track(
      seeing,
      result.then((answer: unknown) => {
        if (method === "append") acknowledge(answer as readonly LedgerEntry[], seeing);
        seeing.watch.after(call);
        return answer;
      }),
    );
  };
}

function inTransaction(call: PortCall, target: object, value: Method, seeing: Seeing): Promise<unknown> {
  const appended: LedgerEntry[] = [];
  const work = call.args[0] as (tx: object) => unknown;
  const inside = (tx: object): unknown => work(see("store", tx, { ...seeing, appended }));
  return track(
    seeing,
    (value.call(target, inside) as Promise<unknown>).then((answer) => {
      if (appended.length > 0) seeing.watch.committed(appended);
      seeing.watch.after(call);
      return answer;
    }),
  );
}

function acknowledge(entries: readonly LedgerEntry[], { watch, appended }: Seeing): void {
  if (appended === undefined) watch.committed(entries);
  else appended.push(...entries);
}

async function track<T>({ pending }: Seeing, running: Promise<T>): Promise<T> {
  pending.add(running);
  try {
    return await running;
  } finally {
    pending.delete(running);
  }
}

const isGenerator = (value: unknown): value is AsyncGenerator =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

async function* generated(call: PortCall, source: AsyncGenerator, seeing: Seeing): AsyncGenerator {
  try {
    for (;;) {
      const next = await track(seeing, source.next());
      seeing.watch.after(call);
      if (next.done === true) return next.value as unknown;
      yield next.value;
      seeing.watch.before(call);
    }
  } finally {
    await source.return(undefined);
  }
}

/** Waits until nothing is under way any more. */
export async function quiet(pending: Pending): Promise<void> {
  while (pending.size > 0) await Promise.allSettled(pending);
}
