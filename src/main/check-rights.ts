import type { CheckRow } from "../cli/app.ts";
import type { TenantListing } from "../ports/endpoint-source.ts";

/** What was found out of one credential. */
export interface KnownCredential {
  readonly clientId: string;
  readonly listing: Pick<TenantListing, "tenants">;
}

type Row = Omit<CheckRow, "source">;

/**
 * What the reader may do beyond reading. No route tells a credential its role, and a write that would show it is not sent, so
 * this stays unknown: a read-only role is documented to see everything that a stronger one sees.
 */
export const readerRights = (): readonly Row[] => [
  {
    what: "be unable to delete",
    result: "unknown",
    detail:
      "no harmless call tells a credential's role: see in Central that it is Service Principal Read-Only",
  },
];

/** What the deleter may do, as far as its tenants and the reader's tell: too powerful, too weak, or not to be known. */
export function deleterRights(deleter: KnownCredential, reader: KnownCredential | undefined): readonly Row[] {
  const mayDelete: Row = {
    what: "delete an endpoint",
    result: "unknown",
    detail:
      "only a deletion proves it: see in Central that it is Service Principal Management, and not Super Admin",
  };
  // A reader of which nothing could be found out has failed in its own rows.
  return reader === undefined ? [mayDelete] : [...compared(deleter, reader), mayDelete];
}

function compared(deleter: KnownCredential, reader: KnownCredential): readonly Row[] {
  const beyond = named(deleter, reader);
  const short = named(reader, deleter);
  return [
    deleter.clientId === reader.clientId
      ? {
          what: "be another credential than the reader",
          result: "warning",
          detail: "too powerful: the reader may delete; give it one of its own, Service Principal Read-Only",
        }
      : { what: "be another credential than the reader", result: "ok", detail: "it is" },
    short === undefined
      ? { what: "cover what the reader covers", result: "ok", detail: "it does" }
      : {
          what: "cover what the reader covers",
          result: "warning",
          detail: `too weak: nothing can be deleted in ${short}`,
        },
    beyond === undefined
      ? { what: "cover nothing else", result: "ok", detail: "it does not" }
      : {
          what: "cover nothing else",
          result: "warning",
          detail: `too powerful: it covers ${beyond}, which the reader does not read`,
        },
  ];
}

/** The tenants that one covers and the other does not, as a person reads it; undefined when there is none. */
function named(one: KnownCredential, other: KnownCredential): string | undefined {
  const covered = new Set(other.listing.tenants.map(({ id }) => id));
  const [first, ...rest] = one.listing.tenants.filter(({ id }) => !covered.has(id));
  if (first === undefined) return undefined;
  return rest.length === 0 ? first.name : `${first.name} and ${rest.length} more`;
}
