import { error, warning, type Rule } from "./rule.ts";

const someoneAnswers: Rule = ({ sound: { tickets } }) =>
  tickets?.per === "case" && tickets.approvers?.length === 0
    ? [
        error(
          ["tickets", "approvers"],
          "must name a person; without one no answer would count",
          "name one, or write per: tenant, for tickets that take no answer",
        ),
      ]
    : [];

/** One person twice would be two people. */
const approversAreOnce: Rule = ({ sound: { tickets } }) => {
  const accounts = (tickets?.approvers ?? []).map((one) => one?.account);
  return accounts.flatMap((account, index) =>
    account !== undefined && accounts.indexOf(account) < index
      ? [error(["tickets", "approvers", index, "account"], "stands twice", "take one of the two out")]
      : [],
  );
};

const accountIsNoApprover: Rule = ({ sound: { tickets } }) =>
  (tickets?.approvers ?? []).flatMap((one, index) =>
    one?.account !== undefined && one.account === tickets?.account
      ? [
          error(
            ["tickets", "approvers", index, "account"],
            "is the account that Rollcall uses the desk by, which never answers",
            "name a person",
          ),
        ]
      : [],
  );

const twoPeopleCanBe: Rule = ({ sound: { tickets, review } }) =>
  tickets?.per === "case" && tickets.approvers?.length === 1 && (review?.twoPeople ?? []).length > 0
    ? [
        warning(
          ["tickets", "approvers"],
          "has one person, where review.twoPeople asks for two",
          "name another, or let the second person answer by rollcall case",
        ),
      ]
    : [];

export const ticketRules: readonly Rule[] = [
  someoneAnswers,
  approversAreOnce,
  accountIsNoApprover,
  twoPeopleCanBe,
];
