// What Jira Cloud's REST API v3 and that of Jira Service Management send, as far as it is used.
import * as z from "zod";

const user = z.looseObject({ accountId: z.string() });

export const JiraIssue = z.looseObject({
  id: z.string(),
  key: z.string(),
  fields: z.looseObject({
    labels: z.array(z.string()),
    status: z.looseObject({ id: z.string(), name: z.string() }),
    project: z.looseObject({ key: z.string() }),
    creator: user,
    reporter: user.nullish(),
    created: z.string(),
  }),
});
export type JiraIssue = z.output<typeof JiraIssue>;

/** An item is read field by field: one of its names is `toString`. */
export const JiraChange = z.looseObject({
  id: z.string(),
  // Missing for what Jira itself or an app did without a user.
  author: user.nullish(),
  created: z.string(),
  items: z.array(z.record(z.string(), z.unknown())),
});
export type JiraChange = z.output<typeof JiraChange>;

export const JiraChangelog = z.looseObject({
  values: z.array(JiraChange),
  total: z.int(),
  isLast: z.boolean().optional(),
});

const date = z.looseObject({ epochMillis: z.int() });

export const JiraApproval = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  finalDecision: z.string(),
  approvers: z.array(z.looseObject({ approver: user, approverDecision: z.string() })),
  createdDate: date,
  completedDate: date.nullish(),
});
export type JiraApproval = z.output<typeof JiraApproval>;

export const JiraApprovals = z.looseObject({ values: z.array(JiraApproval), isLastPage: z.boolean() });

export const JiraFound = z.looseObject({
  issues: z.array(
    z.looseObject({
      id: z.string(),
      key: z.string(),
      fields: z.looseObject({ labels: z.array(z.string()) }),
    }),
  ),
  nextPageToken: z.string().nullish(),
});

export const JiraTransitions = z.looseObject({
  transitions: z.array(z.looseObject({ id: z.string(), to: z.looseObject({ name: z.string() }) })),
});

export const JiraMade = z.looseObject({ id: z.string(), key: z.string() });
export const JiraComment = z.looseObject({ id: z.string() });
export const JiraMyself = z.looseObject({ accountId: z.string() });
export const JiraPermissions = z.looseObject({
  permissions: z.record(z.string(), z.looseObject({ havePermission: z.boolean() })),
});
export const JiraStatuses = z.array(
  z.looseObject({
    name: z.string(),
    statuses: z.array(
      z.looseObject({
        name: z.string(),
        statusCategory: z.looseObject({ key: z.string() }).optional(),
      }),
    ),
  }),
);
