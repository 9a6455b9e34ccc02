import * as z from 'zod/mini';
import { text, wholeNumber } from '../shared/runtime/setting-forms.ts';

/** The settings of the follow-up. */
export const followUpSettings = z.object({ rosterTable: text, attemptsMax: wholeNumber });
