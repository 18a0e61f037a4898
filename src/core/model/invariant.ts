/** A broken promise of our own code: never the world's fault, never to be caught. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/** Throws a Bug unless the condition holds: the only throw that core may reach. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Bug(message);
}
