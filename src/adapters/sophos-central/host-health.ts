// A region that hangs costs every read of it minutes of tries: once is enough to know, and thousands of tenants may wait.

/** Which hosts could not be reached lately. */
export interface HostHealth {
  /** A read of this host was given up without an answer. */
  lost(host: string): void;
  /** It answered, whatever it said. */
  answered(host: string): void;
  /** Lost and not heard of since: one try is enough. */
  isLost(host: string): boolean;
}

export function hostHealth(): HostHealth {
  const lost = new Set<string>();
  return {
    lost: (host) => void lost.add(host),
    answered: (host) => void lost.delete(host),
    isLost: (host) => lost.has(host),
  };
}
