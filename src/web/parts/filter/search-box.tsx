import { Kbd, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { useRef, useState } from "react";
import { IconSearch } from "../icons.ts";

/** A pause in typing after which a search is asked for: as long as one who types takes between two keys. */
const PAUSE_MS = 250;

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** A search that goes into the address once the typing pauses; `/` leads to it. */
export function SearchBox({ label, placeholder, value, onChange }: Props) {
  const [text, setText] = useState(value ?? "");
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(
    (typed: string) => onChange(typed.trim() === "" ? undefined : typed.trim()),
    PAUSE_MS,
  );
  useHotkeys([["/", () => input.current?.focus()]]);
  // Back, forward and "clear" change the address from outside.
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if (text.trim() !== (value ?? "")) setText(value ?? "");
  }
  return (
    <TextInput
      ref={input}
      size="xs"
      w={{ base: "100%", sm: 250 }}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={<Kbd size="xs">/</Kbd>}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
