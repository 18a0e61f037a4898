// One bound LDAPS connection. ldapts encodes and decodes; the socket is ours, because its client hides the paging cookie,
// takes an empty page for the last one, and after a lost connection goes on anonymously.
import type { TLSSocket } from "node:tls";
import {
  BindRequest,
  BindResponse,
  MessageParser,
  PagedResultsControl,
  SearchEntry,
  SearchReference,
  SearchRequest,
  SearchResponse,
  UnbindRequest,
  type Message,
} from "ldapts";
import { invariant } from "../../core/model/invariant.ts";
import { Fault } from "../../ports/fault.ts";
import { domainScope, showDeleted } from "./control.ts";
import type { LdapEntry } from "./entry.ts";
import { connectionFault, RESULT, resultFault } from "./ldap-fault.ts";
import type { LdapSearch, SearchAnswer, Searcher } from "./search.ts";

type Response = BindResponse | SearchResponse;

interface Pending {
  readonly message: Message;
  readonly entries: LdapEntry[];
  readonly resolve: (response: Response) => void;
  readonly reject: (fault: Fault) => void;
}

/** Every LDAP message is a BER sequence. */
const SEQUENCE = 0x30;

const noLdap = (label: string, error?: Error): Fault =>
  new Fault("DIRECTORY_SHAPE", `${label} sent something that is not LDAP.`, {}, error);

const toEntry = (entry: SearchEntry): LdapEntry => ({
  dn: entry.name,
  attributes: new Map(
    entry.attributes.map((attribute) => [attribute.type.toLowerCase(), attribute.parsedBuffers]),
  ),
});

/** A connection for one job: it carries one request at a time, and once it has failed it stays failed. */
export class LdapConnection implements Searcher {
  readonly label: string;
  readonly #socket: TLSSocket;
  readonly #answerMs: number;
  readonly #parser = new MessageParser();
  readonly #onRequest: () => void;
  #pending: Pending | undefined;
  #messageId = 0;
  /** Search references that came with the request under way. */
  #references = 0;
  #failure: Fault | undefined;

  constructor(socket: TLSSocket, label: string, answerMs: number, onRequest: () => void) {
    this.label = label;
    this.#socket = socket;
    this.#answerMs = answerMs;
    this.#onRequest = onRequest;
    socket.once("data", (data: Buffer) => {
      // The parser would wait for the rest of whatever another protocol's first bytes seem to announce.
      if (data[0] !== SEQUENCE) this.fail(noLdap(label));
    });
    socket.on("data", (data: Buffer) => {
      this.#parser.read(data, this.#requests());
    });
    socket.on("error", (error) => {
      this.fail(connectionFault(label, error));
    });
    socket.on("close", () => {
      this.fail(connectionFault(label, new Error("the server closed the connection")));
    });
    this.#parser.on("message", (message: Message) => {
      this.#receive(message);
    });
    this.#parser.on("error", (error: Error) => {
      this.fail(noLdap(label, error));
    });
  }

  /** Ends the connection for good; the request under way, and every later one, fails with this fault. */
  fail(fault: Fault): void {
    this.#failure ??= fault;
    this.#socket.destroy();
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reject(this.#failure);
  }

  /** Proves who we are. Faults: DIRECTORY_AUTH with AD's reason, DIRECTORY_UNREACHABLE. */
  async bind(user: string, password: string): Promise<void> {
    const message = new BindRequest({ messageId: this.#nextId(), dn: user, password });
    const { response } = await this.#send(message);
    if (response.status !== RESULT.success)
      throw resultFault(this.label, response.status, response.errorMessage);
  }

  async search(search: LdapSearch): Promise<SearchAnswer> {
    const controls = [domainScope()];
    if (search.deleted === true) controls.push(showDeleted());
    if (search.page !== undefined)
      controls.push(new PagedResultsControl({ critical: true, value: { ...search.page } }));
    const request = new SearchRequest({
      messageId: this.#nextId(),
      baseDN: search.base,
      scope: search.scope,
      filter: search.filter,
      attributes: [...search.attributes],
      // ldapts would ask for 10 s; our own time limit is the one for answers. A size limit would make a cut list look whole.
      timeLimit: 0,
      sizeLimit: 0,
      controls,
    });
    const { response, entries, references } = await this.#send(request);
    switch (response.status) {
      case RESULT.success:
        return { kind: "found", entries, references, cookie: cookieOf(response) };
      case RESULT.noSuchObject:
        return { kind: "no_object" };
      case RESULT.referral:
        return { kind: "elsewhere" };
      default:
        throw resultFault(this.label, response.status, response.errorMessage, search.base);
    }
  }

  /** Says goodbye and closes; never fails. */
  close(): void {
    if (this.#failure !== undefined) return;
    this.#failure = new Fault("DIRECTORY_UNREACHABLE", `The connection to ${this.label} is closed.`);
    this.#socket.end(new UnbindRequest({ messageId: this.#nextId() }).write());
    // The server may never answer the goodbye.
    this.#socket.setTimeout(1_000, () => this.#socket.destroy());
  }

  #nextId(): number {
    this.#messageId += 1;
    return this.#messageId;
  }

  #requests(): Map<string, { message: Message }> {
    return new Map(
      this.#pending === undefined ? [] : [[String(this.#pending.message.messageId), this.#pending]],
    );
  }

  async #send(
    message: Message,
  ): Promise<{ response: Response; entries: readonly LdapEntry[]; references: number }> {
    if (this.#failure !== undefined) throw this.#failure;
    invariant(this.#pending === undefined, "an LDAP connection carries one request at a time");
    this.#onRequest();
    this.#references = 0;
    const timer = setTimeout(() => {
      this.fail(connectionFault(this.label, new Error(`no answer within ${this.#answerMs} ms`)));
    }, this.#answerMs);
    const entries: LdapEntry[] = [];
    try {
      const response = await new Promise<Response>((resolve, reject) => {
        this.#pending = { message, entries, resolve, reject };
        this.#socket.write(message.write());
      });
      return { response, entries, references: this.#references };
    } finally {
      clearTimeout(timer);
    }
  }

  #receive(message: Message): void {
    const pending = this.#pending;
    // Message 0 is the server's notice of disconnection (RFC 4511, 4.4.1).
    if (pending === undefined || message.messageId !== pending.message.messageId) {
      this.fail(connectionFault(this.label, new Error("the server announced the end of the connection")));
    } else if (message instanceof SearchEntry) pending.entries.push(toEntry(message));
    else if (message instanceof SearchReference) this.#references += message.uris.length;
    else if (message instanceof SearchResponse || message instanceof BindResponse) {
      this.#pending = undefined;
      pending.resolve(message);
    }
  }
}

const cookieOf = (response: Response): Buffer | undefined => {
  const control = response.controls?.find((candidate) => candidate instanceof PagedResultsControl);
  return control?.value?.cookie;
};
