import { Badge } from "@mantine/core";

export const DISPOSITIONS = ["keep", "review", "retire", "unjudged"] as const;
export type DispositionWord = (typeof DISPOSITIONS)[number];

const COLOR: Readonly<Record<DispositionWord, string>> = {
  keep: "teal",
  review: "yellow",
  retire: "red",
  unjudged: "gray",
};

/** keep, review, retire, or that nobody has judged it yet. */
export function Disposition({ of }: { readonly of: Exclude<DispositionWord, "unjudged"> | undefined }) {
  const word = of ?? "unjudged";
  return <Badge color={COLOR[word]}>{word}</Badge>;
}
