/** 256 random bits as text of letters, digits, `-` and `_`: ids of sessions, and tokens. */
export type NewSecret = () => string;

/** Passwords, checked without being kept. */
export interface Passwords {
  /** What a password is checked against later; it does not tell it. */
  verifierOf(password: string): Promise<string>;
  /** Whether it is the password. Takes as long where there is no account, which undefined stands for, and is false then. */
  matches(password: string, verifier: string | undefined): Promise<boolean>;
}
