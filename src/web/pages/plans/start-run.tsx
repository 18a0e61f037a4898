import { Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { readOverview } from "../../../api/overview.ts";
import { startRun } from "../../../api/runs.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand, useRead } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";
import { counted } from "../../parts/words.ts";

const NOTHING = {};

/** Begins a run: every step of it, without a write to Central, or only up to a frozen plan. */
export function StartRun() {
  const [asks, setAsks] = useState<"run" | "dry" | "plan">();
  const role = useWhyNot(startRun);
  const start = useCommand(startRun);
  const navigate = useNavigate();
  const { data } = useRead(readOverview, NOTHING);
  const close = (): void => {
    start.reset();
    setAsks(undefined);
  };
  const begin = (): void => {
    if (asks === undefined) return;
    start.mutate(
      { input: { body: { kind: asks === "plan" ? "plan" : "run", dryRun: asks === "dry" } } },
      { onSuccess: ({ run }) => void navigate({ to: "/runs/$id", params: { id: run.id } }) },
    );
  };
  const deletes = asks === "run" && data?.mode === "enforce";
  const left = data?.budget?.left;
  return (
    <>
      <BarredButton variant="default" why={role} onClick={() => setAsks("plan")}>
        Freeze a plan…
      </BarredButton>
      <BarredButton variant="default" why={role} onClick={() => setAsks("dry")}>
        Dry run…
      </BarredButton>
      <BarredButton why={role} onClick={() => setAsks("run")}>
        Run now…
      </BarredButton>
      <DeedDialog
        opened={asks !== undefined}
        onClose={close}
        title={asks === "plan" ? "Freeze a plan" : asks === "dry" ? "Begin a dry run" : "Begin a run"}
        deed={
          asks === "plan"
            ? "Freeze a plan"
            : asks === "dry"
              ? "Begin the dry run"
              : deletes
                ? "Begin, and delete"
                : "Begin the run"
        }
        danger={deletes}
        {...(deletes && { typed: left ?? 0 })}
        missing={left === undefined ? "What it would do is still being read." : undefined}
        pending={start.isPending}
        error={start.error}
        onDeed={begin}
      >
        <Text size="sm">
          {asks === "plan" &&
            "Every source is read, every device is judged, and the candidates are frozen in a plan. Nothing is deleted: you look at it, edit it down, and apply it or not."}
          {asks === "dry" &&
            "Every step, also the live look at each candidate, and no write to Sophos Central. It shows what an enforce run would have done."}
          {asks === "run" && data !== undefined && (
            <>
              {deletes ? (
                <>
                  Every step, and then up to <b>{counted(left ?? 0, "device")}</b> of all tenants{" "}
                  {left === 1 ? "is" : "are"} deleted from Sophos Central: as many as today&apos;s budget has
                  left. Each is read again, live, right before.
                </>
              ) : (
                `The mode is ${data.mode}: nothing is deleted.`
              )}
            </>
          )}
        </Text>
        {deletes && data.brake !== undefined && (
          <Text size="sm" fw={600}>
            The brake is on: nothing is deleted until it is released.
          </Text>
        )}
      </DeedDialog>
    </>
  );
}
