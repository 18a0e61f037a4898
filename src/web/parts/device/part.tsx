import { Title } from "@mantine/core";
import { useId, type ReactNode } from "react";

/** A part of a panel under a heading of its own. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={3} fz={14} mb={8} id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}
