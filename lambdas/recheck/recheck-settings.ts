import * as z from 'zod/mini';
import { driftActions, verificationPeriods } from '../shared/domain/verification/verification-settings.ts';
import { json, text } from '../shared/runtime/setting-forms.ts';

/** What the recheck knows besides the settings of the onboarding. */
export const recheckSettings = z.object({
  launchQueueUrl: text,
  verification: json(
    z.object({
      every: z.enum(verificationPeriods),
      onDrift: z.enum(driftActions),
      documents: z.array(z.string()),
    }),
  ),
});
