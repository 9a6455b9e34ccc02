import * as z from 'zod/mini';
import { text, wholeNumber } from '../shared/runtime/setting-forms.ts';

/** The settings of the patch report. */
export const patchReportSettings = z.object({ reportBucket: text, outdatedAfterDays: wholeNumber });
