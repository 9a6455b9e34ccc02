import * as z from 'zod/mini';
import { json, text, wholeNumber } from '../shared/runtime/setting-forms.ts';

/** What a group wants of its gate. */
const gate = z.object({
  /** The longest hold of one instance. */
  holdSecondsMax: z.int().check(z.positive()),
  /** The time-out of its hook: after so long without a heartbeat Auto Scaling decides by itself. */
  heartbeatSeconds: z.int().check(z.positive()),
  /** What becomes of an instance that is not onboarded. */
  otherwise: z.enum(['CONTINUE', 'ABANDON']),
});
/** What a group wants of its gate. */
export type Gate = z.output<typeof gate>;

/** The settings of the function that holds launches. */
export const launchGateSettings = z.object({
  rosterTable: text,
  holdQueueUrl: text,
  /** How often the entry of a held instance is looked at. */
  lookSeconds: wholeNumber,
  /** By the names of Auto Scaling groups. */
  gates: json(z.record(z.string(), gate)),
});
/** The settings of the function that holds launches. */
export type LaunchGateSettings = z.output<typeof launchGateSettings>;
