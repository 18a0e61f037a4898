import { Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type * as z from "zod";
import type { PlanItemView, PlanSummary } from "../../../api/plans.ts";
import { startRun } from "../../../api/runs.ts";
import { useMe, useWhyNot } from "../../app/may.ts";
import { useCommand } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";
import { NamesList } from "../../parts/names-list.tsx";
import { counted } from "../../parts/words.ts";

interface Props {
  readonly plan: z.output<typeof PlanSummary>;
  /** What is left of it. */
  readonly kept: readonly z.output<typeof PlanItemView>[];
  readonly all: number;
  /** Why the plan cannot be applied at all. */
  readonly why: string | undefined;
}

/** Applies a plan as it was edited down: as a rehearsal, or in earnest with the number typed. */
export function ApplyPlan({ plan, kept, all, why }: Props) {
  const [asks, setAsks] = useState<"dry" | "real">();
  const role = useWhyNot(startRun);
  const mode = useMe().data?.mode;
  const start = useCommand(startRun);
  const navigate = useNavigate();
  const close = (): void => {
    start.reset();
    setAsks(undefined);
  };
  const none = kept.length === 0 ? "No device is left in it." : undefined;
  const begin = (): void =>
    start.mutate(
      {
        input: {
          body: {
            kind: "apply",
            plan: plan.id,
            dryRun: asks === "dry",
            ...(kept.length < all && { items: kept.map(({ tenant, endpoint }) => ({ tenant, endpoint })) }),
            ...(asks === "real" && { count: kept.length }),
          },
        },
      },
      { onSuccess: ({ run }) => void navigate({ to: "/runs/$id", params: { id: run.id } }) },
    );
  const doubtful = kept.filter(({ accepted, approved }) => accepted.length + approved.length > 0).length;
  return (
    <>
      <BarredButton size="xs" variant="default" why={role ?? why ?? none} onClick={() => setAsks("dry")}>
        Dry-run it…
      </BarredButton>
      <BarredButton
        size="xs"
        color="red.9"
        why={
          role ??
          why ??
          none ??
          (mode === "enforce" ? undefined : `The mode is ${mode ?? "not known yet"}: nothing can be deleted.`)
        }
        onClick={() => setAsks("real")}
      >
        Delete {counted(kept.length, "device")}…
      </BarredButton>
      <DeedDialog
        opened={asks !== undefined}
        onClose={close}
        title={
          asks === "dry"
            ? "Rehearse the plan"
            : `Delete ${counted(kept.length, "device")} from Sophos Central`
        }
        deed={asks === "dry" ? "Begin the dry run" : `Delete ${counted(kept.length, "device")}`}
        danger={asks === "real"}
        {...(asks === "real" && { typed: kept.length })}
        pending={start.isPending}
        error={start.error}
        onDeed={begin}
      >
        <Text size="sm">
          {asks === "dry"
            ? `${counted(kept.length, "device")} of the plan: everything but the write to Sophos Central.`
            : `${counted(kept.length, "device")} of ${counted(all, "planned device")}, one at a time, each read again, live, right before. What has moved since is left alone and goes to review.`}
        </Text>
        {asks === "real" && doubtful > 0 && (
          <Text size="sm">
            {counted(doubtful, "device")} of them with a doubt that the policy accepts or people approved.
          </Text>
        )}
        <NamesList devices={kept} />
      </DeedDialog>
    </>
  );
}
