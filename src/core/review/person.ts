/**
 * The person in what names an actor: `jane@ops1`, `CORP\Jane` and `jane@corp.example.com` are taken for one. That may take two
 * people for one, which asks for a third; the other way round one person could be two.
 */
export function personKey(actor: string): string {
  const account = actor.trim().normalize("NFKC").toLowerCase();
  const at = account.lastIndexOf("@");
  const withoutHost = at > 0 ? account.slice(0, at) : account;
  return withoutHost.slice(withoutHost.lastIndexOf("\\") + 1).trim();
}

export const isSamePerson = (one: string, other: string): boolean => personKey(one) === personKey(other);
