/** Wrong usage of the command line: told with the way to help, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
