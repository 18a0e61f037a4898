/** Asks a person at the terminal. Every method throws CANCELLED when the person gives up or the signal stops. */
export interface Asker {
  /** A line; blank is `initial`. `refuse` says what is wrong with an answer. */
  text(
    question: string,
    more?: {
      readonly initial?: string;
      readonly optional?: true;
      readonly refuse?: (answer: string) => string | undefined;
    },
  ): Promise<string>;
  /** A line that is not shown. */
  secret(question: string): Promise<string>;
  choice<T extends string>(
    question: string,
    options: readonly { readonly value: T; readonly label: string }[],
  ): Promise<T>;
  yes(question: string, initial: boolean): Promise<boolean>;
}
