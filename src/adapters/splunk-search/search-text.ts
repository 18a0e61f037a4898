// The search is the administrator's. What would write, shorten the directory in silence, or lose values is refused before
// anything is sent: no end marker could tell it.

const WRITES = new Set([
  "collect",
  "delete",
  "dump",
  "map",
  "mcollect",
  "meventcollect",
  "outputcsv",
  "outputlookup",
  "outputtext",
  "run",
  "runshellscript",
  "script",
  "sendalert",
  "sendemail",
  "summaryindex",
  "tscollect",
]);
const SHORTENS = new Set(["head", "tail", "top", "rare"]);
/** What these have in brackets is no search of its own; any other is cut in silence (limits.conf: 10,000 or 50,000 rows, 60 s). */
const NO_INNER_SEARCH = new Set(["appendpipe", "foreach"]);
/** They bring what the search begins with, and can be told to bring so many rows only. */
const BRINGS = new Set(["dbxquery", "from", "inputcsv", "inputlookup", "ldapsearch", "rest"]);
const LIMIT = /\b(limit|max|maxrows|count)\s*=\s*(?!0\b)/i;
/** Of a list they keep one value, or the first hundred; a date has one only. */
const LOSES_VALUES = /\b(latest|earliest|first|last|list)\s*\(\s*(?!_time\s*\))/i;

/** Why a search cannot be used: the rule, then after "; " what to do. Undefined when it can. */
export function searchProblem(search: string): string | undefined {
  if (!/^\s*(?:\||search\s)/i.test(search)) return "must begin with search or |; Splunk takes no other";
  const commands = commandsOf(search);
  const named = (names: ReadonlySet<string>): string | undefined =>
    commands.find(({ name }) => names.has(name))?.name;
  const writes = named(WRITES);
  if (writes !== undefined) return `has ${writes}, which does more than read; take it out`;
  const shortens = named(SHORTENS);
  if (shortens !== undefined)
    return `has ${shortens}, which leaves rows out; let it give every object there is`;
  const limit = commands.map(({ name, rest }) => (BRINGS.has(name) ? LIMIT.exec(rest)?.[1] : undefined));
  if (limit.some((one) => one !== undefined))
    return `has ${limit.find((one) => one !== undefined)}=, which leaves rows out; take it out`;
  if (commands.some(({ name, brackets }) => brackets && !NO_INNER_SEARCH.has(name)))
    return "has an inner search, which is cut in silence; ask for all objects in one search";
  if (commands.some(({ name, rest }) => name === "sort" && !/^\s*(?:0\b|limit=0\b)/i.test(rest)))
    return "has a sort that keeps 10,000 rows; write sort 0";
  const loses = commands.map(({ rest }) => LOSES_VALUES.exec(rest)?.[1]).find((name) => name !== undefined);
  if (loses !== undefined)
    return `has ${loses}(), which loses values of a list; write | sort 0 - _time | dedup objectGUID`;
  return undefined;
}

interface Command {
  readonly name: string;
  /** What follows it, with quoted texts emptied. */
  readonly rest: string;
  /** It has something in brackets. */
  readonly brackets: boolean;
}

/** The commands of a search, those in brackets too. */
function commandsOf(search: string): readonly Command[] {
  const bare = search.replaceAll(/"(?:\\.|[^"\\])*"/gs, '""');
  return [...bare.matchAll(/(?<=^|[|[\]])\s*([A-Za-z]\w*)([^|[\]]*)(\[?)/g)].map(
    ([, name = "", rest = "", bracket]) => ({ name: name.toLowerCase(), rest, brackets: bracket === "[" }),
  );
}

/** Columns of the row that ends an answer: its mark, and how many rows came before it. */
export const MARK = "rollcall_end";
export const ROWS = "rollcall_rows";

/**
 * The search with a last row of our own behind its results, so that a whole answer can be told from one that was cut off.
 * @param mark of this one call: the answer to another one proves nothing
 */
export const markedSearch = (search: string, mark: string): string =>
  `${search.trim()} | appendpipe [ stats count AS ${ROWS} | eval ${MARK}="${mark}" ]`;
