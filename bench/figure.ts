/** One line of the benchmark: what was measured, what it is held against in the same run, and whether that is good enough. */
export interface Figure {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  /** A limit is a bound that nobody beats, or a budget; a peer is another way to do the same work. */
  readonly against: { readonly kind: "limit" | "peer"; readonly what: string; readonly figure: number };
  /** What figure / against has to keep to; undefined where the line only informs. */
  readonly goal: { readonly atMost: number } | { readonly atLeast: number } | undefined;
  readonly note: string;
}

export const ratioOf = ({ figure, against }: Figure): number => figure / against.figure;

/** Whether the goal is met; undefined where there is none. */
export function isMet(figure: Figure): boolean | undefined {
  if (figure.goal === undefined) return undefined;
  const ratio = ratioOf(figure);
  return "atMost" in figure.goal ? ratio <= figure.goal.atMost : ratio >= figure.goal.atLeast;
}

export function goalText({ goal }: Figure): string {
  if (goal === undefined) return "–";
  return "atMost" in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
}

/** Three significant digits: the rest is noise. */
export const round = (value: number): number =>
  Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3));

/** The figure as one JSON object for a line of its own. */
export function jsonLine(figure: Figure): string {
  const { name, unit, against, note } = figure;
  return JSON.stringify({
    name,
    figure: round(figure.figure),
    unit,
    [against.kind]: { what: against.what, figure: round(against.figure) },
    ratio: Number(ratioOf(figure).toPrecision(4)),
    goal: goalText(figure),
    met: isMet(figure),
    note,
  });
}
