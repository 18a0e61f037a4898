// A stand-in for the bulk API of Elasticsearch after its documentation: create by id, a status for each item.
import { centralServer, type CentralServer, type Reply, type Seen } from "./central-server.ts";

export const ELASTIC_KEY = "c2VjcmV0LWVsYXN0aWMta2V5";

export interface ElasticServer extends AsyncDisposable {
  readonly server: CentralServer;
  readonly stored: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/**
 * @param refuses status and type of an error for a document, by its id
 * @param instead another answer to a bulk request than its own; it stores what was sent when the answer is lost
 */
export async function elasticServer(
  options: {
    readonly refuses?: (id: string) => readonly [status: number, type: string] | undefined;
    readonly instead?: (seen: Seen, nth: number) => Reply | undefined;
  } = {},
): Promise<ElasticServer> {
  const { refuses = () => undefined, instead = () => undefined } = options;
  const stored = new Map<string, Readonly<Record<string, unknown>>>();
  const server = await centralServer((seen, nth) => {
    if (seen.headers.authorization !== `ApiKey ${ELASTIC_KEY}`)
      return { status: 401, json: { error: { type: "security_exception" }, status: 401 } };
    if (seen.path === "/_security/_authenticate") return { json: { username: "rollcall" } };
    if (seen.path !== "/logs-rollcall-default/_bulk") return { status: 404, json: { status: 404 } };
    const other = instead(seen, nth);
    if (other !== undefined && other !== "reset") return other;
    const lines = seen.body.split("\n");
    if (lines.pop() !== "") return { status: 400, json: { error: { type: "illegal_argument_exception" } } };
    const items = [];
    for (let at = 0; at < lines.length; at += 2) {
      const { create } = JSON.parse(lines[at] ?? "") as { create: { _id: string } };
      const { _id: id } = create;
      const document = JSON.parse(lines[at + 1] ?? "") as Readonly<Record<string, unknown>>;
      const refused = refuses(id);
      if (refused !== undefined) items.push({ create: { status: refused[0], error: { type: refused[1] } } });
      else if (stored.has(id))
        items.push({ create: { status: 409, error: { type: "version_conflict_engine_exception" } } });
      else {
        stored.set(id, document);
        items.push({ create: { status: 201 } });
      }
    }
    return other ?? { json: { errors: items.some((item) => "error" in item.create), items } };
  });
  return { server, stored, [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose]() };
}
