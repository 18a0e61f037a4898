import { Button, Tooltip, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";

interface Props extends ButtonProps {
  /** Why it may not be pressed, as a sentence; undefined where it may. */
  readonly why: string | undefined;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button that says why it is disabled, to the pointer, the keyboard and the screen reader alike. */
export function BarredButton({ why, onClick, children, ...button }: Props) {
  if (why === undefined) {
    return (
      <Button {...button} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={why} withinPortal={false}>
      {/* Not `disabled`: what cannot be reached cannot explain itself. */}
      <Button
        {...button}
        data-disabled
        aria-disabled
        aria-description={why}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
