import type { EndpointRemover } from "../../ports/endpoint-remover.ts";

/** The remover of observe and dry-run: it has no connection, so that it cannot write whatever it is told. */
export const noWriteRemover = (): EndpointRemover => ({
  canWrite: false,
  remove: () => Promise.resolve({ kind: "withheld" }),
  close: () => Promise.resolve(),
});
