import * as z from 'zod/mini';
import { platformTypes } from '../shared/domain/fleet/instance.ts';
import { exclusions, json, outside, text, wholeNumber } from '../shared/runtime/setting-forms.ts';

const documentChoice = z.object({
  document: z.string(),
  parameters: z.record(z.string(), z.array(z.string())),
});

const profiles = z.array(
  z.object({
    name: z.string(),
    tags: z.record(z.string(), z.string()),
    agents: z.exactOptional(z.array(z.string())),
    documents: z.exactOptional(z.partialRecord(z.enum(platformTypes), documentChoice)),
  }),
);
const agents = z.record(z.string(), z.partialRecord(z.enum(platformTypes), z.string()));

const seconds = z.number().check(z.int(), z.positive());

/**
 * The settings of every function that onboards: where the roster is, and the fields of `OnboardingSettings`.
 */
export const onboardSettings = z.object({
  rosterTable: text,
  profiles: json(profiles),
  agents: json(agents),
  exclusions: json(exclusions),
  documentVersions: json(z.record(z.string(), z.string())),
  floors: json(z.record(z.string(), z.string())),
  configuration: text,
  closedEntryDays: wholeNumber,
  claimLeaseSeconds: wholeNumber,
  lookTimes: json(z.object({ earlySeconds: seconds, lateStepSeconds: seconds, horizonSeconds: seconds })),
  attemptsMax: wholeNumber,
  outside: json(outside),
});
