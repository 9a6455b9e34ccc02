import * as z from 'zod/mini';
import { verificationPeriods } from '../shared/domain/verification/verification-settings.ts';
import { exclusions, json, outside, text, zeroOrMore } from '../shared/runtime/setting-forms.ts';

/** The settings of the sweep. */
export const sweepSettings = z.object({
  rosterTable: text,
  launchQueueUrl: text,
  missingAfterSeconds: zeroOrMore,
  profiles: json(z.array(z.object({ name: z.string(), tags: z.record(z.string(), z.string()) }))),
  exclusions: json(exclusions),
  configuration: text,
  verifyEvery: z.enum(verificationPeriods),
  outside: json(outside),
});

/** By document: the version that was deployed together with this function. */
export const deployedVersions = z.object({ documentVersions: json(z.record(z.string(), z.string())) });
