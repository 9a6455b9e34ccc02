import * as z from 'zod/mini';
import { text } from '../shared/runtime/setting-forms.ts';

/** What the recheck knows besides the settings of the onboarding. */
export const recheckSettings = z.object({ launchQueueUrl: text });
