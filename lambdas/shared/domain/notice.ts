/** What notices are about. */
export const noticeTopics = [
  'failed',
  'drifted',
  'unmanaged',
  'automations',
  'windows',
  'associations',
  'compliance',
] as const;
export type NoticeTopic = (typeof noticeTopics)[number];

/** Something that a person should hear of. */
export interface Notice {
  readonly topic: NoticeTopic;
  /** What it has in common with others, in a few words: one message tells of all of them. */
  readonly what: string;
  /** More that all of them share: what it means, and what to do. */
  readonly more: readonly string[];
  /** What it happened to: the id of an instance, an execution, a window. */
  readonly id: string;
  /** The page of Systems Manager in the console that shows it; undefined for that of the node. */
  readonly page?: string;
}
