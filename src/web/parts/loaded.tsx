import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Trouble } from "./trouble.tsx";

interface Props<T> {
  readonly read: {
    readonly data: T | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  /** What its place looks like before it is there; a few lines where not given. */
  readonly waiting?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** Draws what is read: apart while it loads, when it failed, and when it is there. What is stale because a reading failed says so. */
export function Loaded<T>({ read, waiting, children }: Props<T>) {
  const { data, error, refetch } = read;
  const again = () => void refetch();
  if (data !== undefined) {
    return (
      <>
        {error !== null && <Trouble error={error} again={again} />}
        {children(data)}
      </>
    );
  }
  if (error !== null) return <Trouble error={error} again={again} />;
  return (
    <div role="status" aria-busy="true">
      <span className="said-only">Loading…</span>
      {waiting ?? (
        <Stack gap="sm">
          <Skeleton h={18} w="40%" />
          <Skeleton h={18} />
          <Skeleton h={18} w="80%" />
        </Stack>
      )}
    </div>
  );
}
