import * as z from 'zod/mini';
import { json, text } from '../shared/runtime/setting-forms.ts';

/** The settings of the function that tells people. */
export const noticeSettings = z.object({
  rosterTable: text,
  noticeQueueUrl: text,
  topicArn: text,
  /** Whether it tells of instances that failed or are unmanaged. */
  tellsOutcomes: json(z.boolean()),
  /** Whether each message opens an OpsItem too. */
  opensOpsItems: json(z.boolean()),
});
/** The settings of the function that tells people. */
export type NoticeSettings = z.output<typeof noticeSettings>;
