import type { Problem } from "../api/decisions.ts";
import type { HookRefusal } from "../flows/decide-by-hook.ts";
import { apiText, type ApiAnswer } from "./api-call.ts";

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
}

/** What is wrong with a request before anything is decided. */
const OF_REQUESTS = {
  path_unknown: { status: 404, title: "There is nothing here", remedy: "See the guide for the paths." },
  method_not_allowed: { status: 405, title: "Not by this method", remedy: "See the header Allow." },
  content_type_wrong: {
    status: 415,
    title: "The body is not application/json",
    remedy: "Send JSON in UTF-8, not compressed, with Content-Type: application/json.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    remedy: "A decision has at most 16 KiB; a longer story belongs into a ticket.",
  },
  signature_missing: {
    status: 401,
    title: "The message is not signed",
    remedy: "Send webhook-id, webhook-timestamp and webhook-signature, as Standard Webhooks has them.",
  },
  signature_wrong: {
    status: 401,
    title: "The signature fits no hook",
    remedy:
      "Sign the very bytes that are sent, or for a GET `GET` and path with query, with the secret of the hook.",
  },
  timestamp_too_far: {
    status: 401,
    title: "The message is older or younger than five minutes",
    remedy: "Set the clocks (NTP). A repetition is signed anew, with a new time and the same id.",
  },
  query_unknown: {
    status: 400,
    title: "The query is not understood",
    remedy: "The only parameter is state, with states of cases parted by commas.",
  },
  body_not_understood: {
    status: 400,
    title: "The body is no decision",
    remedy: "See the guide for its fields; there are no others.",
  },
  not_signed_in: { status: 401, title: "Nobody is signed in", remedy: "Sign in, or send an API token." },
  session_over: { status: 401, title: "The session is over", remedy: "Sign in again." },
  token_unknown: {
    status: 401,
    title: "There is no such token",
    remedy: "An administrator makes one: rollcall token create.",
  },
  token_expired: { status: 401, title: "The token has expired", remedy: "An administrator makes another." },
  cross_site: {
    status: 403,
    title: "The request comes from another site",
    remedy: "Use the console under its own address, server.publicUrl, or an API token.",
  },
  not_started_here: {
    status: 400,
    title: "This sign-in was not begun in this browser, or too long ago",
    remedy: "Sign in again.",
  },
  provider_refused: {
    status: 403,
    title: "The identity provider did not let you through",
    remedy: "Ask whoever runs it: its own log says why.",
  },
  proof_wrong: {
    status: 401,
    title: "What the identity provider sent proves nobody",
    remedy:
      "Sign in again. If it stays so, compare the clocks, and the client at the provider with server.signIn.oidc.",
  },
  groups_missing: {
    status: 403,
    title: "The identity provider does not say in which groups you are",
    remedy: "Whoever runs it adds the claim that server.signIn.oidc.groupsClaim names to the ID token.",
  },
  groups_cut_off: {
    status: 403,
    title: "You are in more groups than the identity provider tells",
    remedy: "Whoever runs it has it tell only the groups that are assigned to this application.",
  },
  no_role: {
    status: 403,
    title: "None of your groups has a role here",
    remedy: "An administrator gives one in server.signIn.roles.",
  },
  password_wrong: {
    status: 401,
    title: "The account or its password is wrong",
    remedy: "Try again, or have it set anew: rollcall admin reset.",
  },
  too_many_tries: {
    status: 429,
    title: "Too many tries",
    remedy: "Wait for as long as Retry-After says.",
  },
  provider_unavailable: {
    status: 503,
    title: "The identity provider cannot be used",
    remedy: "Try again; the log of rollcall serve says what is wrong with it.",
  },
  role_missing: {
    status: 403,
    title: "That is not yours to do",
    remedy: "An administrator gives roles, in server.signIn.roles or with the token.",
  },
  unknown_here: {
    status: 404,
    title: "There is no such thing",
    remedy: "Look at the list again: it may have gone, or belong to a tenant that is not yours.",
  },
  brake_not_on: { status: 409, title: "No brake is on", remedy: "There is nothing to release." },
  sink_unknown: { status: 404, title: "There is no such sink", remedy: "Look at the list again." },
  sink_parked: { status: 409, title: "The sink is parked already", remedy: "Retry it to let it go on." },
  run_not_here: {
    status: 409,
    title: "The run does not go on here",
    remedy: "Look at it again; where another process runs it, stop it there, or pull the brake.",
  },
  run_refused: { status: 409, title: "The run is not begun", remedy: "See what stands in its way." },
  token_exists: { status: 409, title: "There is or was such a token", remedy: "Give it another name." },
  token_not_found: { status: 404, title: "There is no such token", remedy: "Look at the list again." },
  token_by_token: {
    status: 403,
    title: "A token makes no tokens",
    remedy: "Let a person who has signed in do it.",
  },
  token_name_unusable: {
    status: 422,
    title: "The name cannot be used",
    remedy: "Letters, digits, - _ and ., at most 63 of them.",
  },
  token_expiry_unusable: { status: 422, title: "The end cannot be used", remedy: "Give a year at most." },
  tenant_unknown: { status: 422, title: "There is no such tenant", remedy: "Give the id of a tenant." },
  tenant_ambiguous: { status: 422, title: "Several tenants have this name", remedy: "Give the id." },
  input_not_understood: {
    status: 400,
    title: "The request is not understood",
    remedy: "See /api/v1/openapi.json for what each route takes.",
  },
  never_deleted: {
    status: 404,
    title: "Rollcall has not deleted it",
    remedy: "Look at the list of deletions. Of what others deleted, Rollcall has no dossier.",
  },
  no_dossier: {
    status: 409,
    title: "There is no dossier",
    remedy: "Follow the ways back that need none: GET /api/v1/deletions/{tenant}/{endpoint}.",
  },
  no_vault: {
    status: 409,
    title: "There is no vault to open the dossier with",
    remedy: "Configure the vault that it was sealed with.",
  },
  no_password: {
    status: 409,
    title: "There is no password",
    remedy: "Central had none: tamper protection was off, or the platform has none.",
  },
  password_discarded: {
    status: 409,
    title: "The password was discarded",
    remedy: "The console lists the password of a deleted device for 60 days, under Logs and Reports.",
  },
  count_wrong: {
    status: 409,
    title: "The number is not that of the devices",
    remedy: "Look at the list again, and type how many there are.",
  },
  version_missing: {
    status: 428,
    title: "It is not said which version was seen",
    remedy: "Send its version in If-Match, in double quotes.",
  },
  key_in_use: {
    status: 409,
    title: "The same command is being carried out",
    remedy: "Wait for its answer, and then repeat it under its key.",
  },
  key_unusable: {
    status: 400,
    title: "The key cannot be used",
    remedy: "An Idempotency-Key is 1 to 200 visible characters; an answer that holds a secret takes none.",
  },
  store_busy: {
    status: 503,
    title: "Another Rollcall uses the store",
    remedy: "Repeat the message after Retry-After, under its id: nothing was done.",
  },
  store_unavailable: {
    status: 503,
    title: "The store does not answer",
    remedy: "Repeat the message after Retry-After, under its id: what was done is answered again.",
  },
  server_fault: {
    status: 500,
    title: "Rollcall cannot answer",
    remedy: "A person has to look at the log of rollcall serve; then repeat the message under its id.",
  },
} as const satisfies Record<string, ProblemKind>;

const LOOK_AGAIN = "Read the case again, and let a person decide on what it asks now.";

/** Decisions that were not taken. */
const OF_DECISIONS: Readonly<Record<HookRefusal["code"], ProblemKind>> = {
  decision_not_allowed: {
    status: 403,
    title: "The hook may not decide this",
    remedy: "Add it to may of the hook in server.hooks, if that is meant.",
  },
  message_reused: {
    status: 409,
    title: "The id belongs to another message",
    remedy: "Give every message an id of its own, and a repetition the id and the body of the first.",
  },
  end_unreadable: {
    status: 422,
    title: "The end of the hold is no date",
    remedy: "Write a day (2027-03-01) or an instant (2027-03-01T12:00:00Z).",
  },
  case_unknown: { status: 404, title: "There is no such case", remedy: "List the cases." },
  device_unknown: { status: 404, title: "There is no such case", remedy: "List the cases." },
  device_ambiguous: { status: 404, title: "There is no such case", remedy: "List the cases." },
  case_changed: { status: 409, title: "The case has changed", remedy: LOOK_AGAIN },
  evidence_changed: {
    status: 409,
    title: "The evidence is not what the decision was made on",
    remedy: LOOK_AGAIN,
  },
  case_over: { status: 409, title: "The case is over", remedy: "There is nothing left to decide." },
  case_not_open: {
    status: 409,
    title: "Only an open case is approved",
    remedy: "Keep it or put it on hold, or wait until it is opened again.",
  },
  answer_too_late: {
    status: 409,
    title: "The time of the case was up, which is a no",
    remedy: "It is opened again at the next change of its evidence.",
  },
  not_approvable: {
    status: 422,
    title: "No answer makes a deletion sound here",
    remedy: "Keep it or put it on hold; the guide of the review says what each reason needs instead.",
  },
  same_person: {
    status: 403,
    title: "Another person has to agree",
    remedy: "Let somebody else decide, not through this hook: one hook counts as one person.",
  },
  not_your_answer: {
    status: 403,
    title: "Whoever asked cannot agree",
    remedy: "Name the person who decided, never the account that Rollcall runs as.",
  },
  reason_unusable: { status: 422, title: "The reason says nothing", remedy: "Say why, in a line." },
  text_unusable: { status: 422, title: "The text says nothing", remedy: "Say it in a line." },
  owner_unusable: { status: 422, title: "The person says nothing", remedy: "Name who decided." },
  end_not_ahead: { status: 422, title: "The hold would end in the past", remedy: "Give a later end." },
  end_too_far: { status: 422, title: "A hold lasts a year at most", remedy: "Give an earlier end." },
};

/** Everything that the API refuses, by its code. */
export const PROBLEMS: Readonly<Record<keyof typeof OF_REQUESTS | HookRefusal["code"], ProblemKind>> = {
  ...OF_REQUESTS,
  ...OF_DECISIONS,
};
export type ProblemCode = keyof typeof PROBLEMS;

/** A problem as RFC 9457 has it. @param detail one sentence about this very request, free of secrets */
export function problem(
  code: ProblemCode,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ApiAnswer {
  const { status, title, remedy } = PROBLEMS[code];
  const body: Problem = { type: `urn:rollcall:problem:${code}`, title, status, detail, code, remedy };
  return {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
    body: apiText(body),
  };
}
