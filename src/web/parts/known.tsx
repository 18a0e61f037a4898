import { Text } from "@mantine/core";
import type { ReactNode } from "react";

interface UnknownValue {
  readonly unknown: "missing" | "invalid" | "unreadable";
  readonly raw?: string | undefined;
}

const isUnknown = (value: unknown): value is UnknownValue =>
  typeof value === "object" && value !== null && "unknown" in value;

/** In words, for a sentence or an accessible name. */
export const known = (value: string | UnknownValue): string =>
  isUnknown(value) ? `unknown (${value.unknown})` : value;

interface Props<V> {
  readonly value: V;
  readonly children?: (value: Exclude<V, UnknownValue>) => ReactNode;
}

/** A value, or that it is unknown and why: never blank and never a zero. */
export function Known<V>({ value, children }: Props<V>) {
  if (!isUnknown(value)) {
    const said = value as Exclude<V, UnknownValue>;
    return children === undefined ? String(said) : children(said);
  }
  return (
    <Text
      span
      inherit
      c="dimmed"
      fs="italic"
      title={value.raw === undefined ? undefined : `It says: ${value.raw}`}
    >
      unknown ({value.unknown})
    </Text>
  );
}
