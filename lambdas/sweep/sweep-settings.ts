import * as z from 'zod/mini';
import { text, zeroOrMore } from '../shared/runtime/setting-forms.ts';

/** The settings of the sweep. */
export const sweepSettings = z.object({
  rosterTable: text,
  launchQueueUrl: text,
  adoptPerSweepMax: zeroOrMore,
  missingAfterSeconds: zeroOrMore,
});
