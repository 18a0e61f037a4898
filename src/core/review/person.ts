/** What an actor is named when a person answered through a hook: the hook's own name first, which its secret proves. */
export const hookActor = (hook: string, person: string): string => `${hook}: ${person.trim()}`;

// No account has a colon in its name, neither on POSIX nor on Windows.
const THROUGH_HOOK = /^(?<hook>[A-Za-z0-9][\w.-]*): (?<person>.+)$/s;

// Whom a sign-in proved, and what a token stands for: no space behind the colon, unlike a hook's.
const SIGNED_IN = /^(?:oidc|local):(?<person>\S.*)$/s;
const BY_TOKEN = /^token:\S/;

/**
 * The person in what names an account: `jane@ops1`, `CORP\Jane` and `jane@corp.example.com` are taken for one. That may take two
 * people for one, which asks for a third; the other way round one person could be two.
 */
function personKey(account: string): string {
  const folded = account.trim().normalize("NFKC").toLowerCase();
  const at = folded.lastIndexOf("@");
  const withoutHost = at > 0 ? folded.slice(0, at) : folded;
  return withoutHost.slice(withoutHost.lastIndexOf("\\") + 1).trim();
}

/**
 * Whether two actors are to count as one person. Who holds a token is not known, so that it is never a second one. Whom a hook names is its own claim: all that comes through one hook is one
 * person, and whoever it names is that person under any other account too.
 */
export function isSamePerson(one: string, other: string): boolean {
  if (BY_TOKEN.test(one) || BY_TOKEN.test(other)) return true;
  const [a, b] = [partsOf(one), partsOf(other)];
  return personKey(a.person) === personKey(b.person) || (a.hook !== undefined && a.hook === b.hook);
}

function partsOf(actor: string): { readonly hook: string | undefined; readonly person: string } {
  const { hook, person = SIGNED_IN.exec(actor)?.groups?.["person"] ?? actor } =
    THROUGH_HOOK.exec(actor)?.groups ?? {};
  return { hook: hook?.toLowerCase(), person };
}
