import { Badge } from "@mantine/core";
import type { CaseSummary } from "../../../api/decisions.ts";

const COLOR: Readonly<Record<string, string>> = {
  open: "yellow",
  approved: "orange",
  kept: "teal",
  held: "harbor",
  retired: "red",
};

/** Where a case stands; of two people, that one has agreed. */
export function CaseState({ of }: { readonly of: CaseSummary }) {
  const half = of.state === "open" && of.agreements.length > 0;
  return (
    <Badge color={COLOR[of.state] ?? "gray"}>
      {of.state}
      {half && `, ${of.agreements.length} agreed`}
    </Badge>
  );
}
