/** A queue record, as far as it is read. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}

/** A record that is not what its queue carries, with what is wrong with it. It goes to the dead-letter queue, alone. */
export interface UnreadableRecord {
  readonly messageId: string;
  readonly problem: string;
}
