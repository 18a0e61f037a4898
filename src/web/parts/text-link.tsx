import { Anchor, type AnchorProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ReactNode, Ref } from "react";

interface Props extends AnchorProps {
  readonly href?: string;
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly children?: ReactNode;
  readonly "aria-label"?: string;
}

/** A link to another page of the console, its parameters checked by the compiler. */
export const TextLink = createLink((props: Props) => (
  // In the middle of a sentence colour alone does not tell a link.
  <Anchor underline={props.inherit === true ? "always" : "hover"} {...props} />
));
