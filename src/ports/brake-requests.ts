/** A pull of the brake that could not be written into the store, since another process had it to itself. */
export interface BrakeRequest {
  readonly reason: string;
  readonly by: string;
}

/** Where such pulls wait for whoever has the store: on PostgreSQL nobody ever waits. */
export interface BrakeRequests {
  /** The one that waits; undefined when none does. One that is not legible is one all the same. */
  waiting(): Promise<BrakeRequest | undefined>;
  /** Takes it away, once it is in the store. */
  done(): Promise<void>;
}
