import { Badge } from "@mantine/core";
import { wordsOf } from "./words.ts";

const COLOR: Readonly<Record<string, string>> = {
  retired: "red",
  unconfirmed: "orange",
  failed: "orange",
  changed: "yellow",
  withheld: "gray",
  gone_already: "gray",
};

/** How an attempt to delete a device ended. */
export function Outcome({ of }: { readonly of: string }) {
  return (
    <Badge color={COLOR[of] ?? "gray"} title={of}>
      {wordsOf(of)}
    </Badge>
  );
}
