import * as z from 'zod/mini';
import type { SweepSettings } from '../../sweep/census.ts';
import { platformTypes } from '../domain/fleet/instance.ts';
import type { OnboardingSettings } from '../domain/onboarding-settings.ts';
import { environmentVariables } from './contract.ts';
import { describeIssues, parseJson, reportInput } from './parse.ts';

/** Where the function stands: what the template put into its environment. */
export interface OnboardSettings extends OnboardingSettings {
  readonly rosterTableName: string;
}

const documentChoice = z.object({
  document: z.string(),
  parameters: z.record(z.string(), z.array(z.string())),
});

const profiles = z.array(
  z.object({
    name: z.string(),
    tags: z.record(z.string(), z.string()),
    documents: z.partialRecord(z.enum(platformTypes), documentChoice),
  }),
);

const exclusions = z.array(z.object({ key: z.string(), value: z.string() }));
const documentVersions = z.record(z.string(), z.string());
const seconds = z.number().check(z.int(), z.positive());
const lookTimes = z.object({
  earlySeconds: seconds,
  lateStepSeconds: seconds,
  horizonSeconds: seconds,
});
const zeroOrMore = z.coerce.number().check(z.int(), z.nonnegative());
const wholeNumber = z.coerce.number().check(z.int(), z.positive());

/** What the sweep needs. */
export interface SweepFunctionSettings extends SweepSettings {
  readonly rosterTableName: string;
  readonly launchQueueUrl: string;
}

/** Reads the settings of the sweep function from its environment, as `readOnboardSettings` does. */
export function readSweepSettings(environment: NodeJS.ProcessEnv): SweepFunctionSettings {
  const { text, count } = readerOf(environment);
  return {
    rosterTableName: text(environmentVariables.rosterTable),
    launchQueueUrl: text(environmentVariables.launchQueueUrl),
    adoptPerSweepMax: count(environmentVariables.adoptPerSweepMax),
    missingAfterSeconds: count(environmentVariables.missingAfterSeconds),
  };
}

/** What the follow-up needs. */
export type FollowUpSettings = Pick<OnboardSettings, 'rosterTableName' | 'attemptsMax'>;

/** Reads the settings of the follow-up function from its environment, as `readOnboardSettings` does. */
export function readFollowUpSettings(environment: NodeJS.ProcessEnv): FollowUpSettings {
  const { text, number } = readerOf(environment);
  return {
    rosterTableName: text(environmentVariables.rosterTable),
    attemptsMax: number(environmentVariables.attemptsMax),
  };
}

/** What the patch report needs. */
export interface PatchReportSettings {
  readonly bucketName: string;
  readonly outdatedAfterDays: number;
}

/** Reads the settings of the patch report from its environment, as `readOnboardSettings` does. */
export function readPatchReportSettings(environment: NodeJS.ProcessEnv): PatchReportSettings {
  const { text, number } = readerOf(environment);
  return {
    bucketName: text(environmentVariables.reportBucket),
    outdatedAfterDays: number(environmentVariables.outdatedAfterDays),
  };
}

/**
 * Reads the settings of the functions that onboard from their environment.
 * @throws Error naming the variable that is missing or malformed: the template and the bundle do not belong together.
 */
export function readOnboardSettings(environment: NodeJS.ProcessEnv): OnboardSettings {
  const { text, json, number } = readerOf(environment);
  return {
    rosterTableName: text(environmentVariables.rosterTable),
    profiles: json(environmentVariables.profiles, profiles),
    exclusions: json(environmentVariables.exclusions, exclusions),
    documentVersions: json(environmentVariables.documentVersions, documentVersions),
    closedEntryDays: number(environmentVariables.closedEntryDays),
    claimLeaseSeconds: number(environmentVariables.claimLeaseSeconds),
    lookTimes: json(environmentVariables.lookTimes, lookTimes),
    attemptsMax: number(environmentVariables.attemptsMax),
  };
}

/** Reads variables, and says which one is wrong. */
function readerOf(environment: NodeJS.ProcessEnv) {
  const text = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
    return value;
  };
  const read = <T>(name: string, schema: z.ZodMiniType<T>, value: unknown): T => {
    const parsed = schema.safeParse(value, reportInput);
    if (parsed.success) return parsed.data;
    throw new Error(`The environment variable ${name} is malformed: ${describeIssues(parsed.error.issues)}`);
  };
  const json = <T>(name: string, schema: z.ZodMiniType<T>): T => read(name, schema, parseJson(text(name)));
  const number = (name: string): number => read(name, wholeNumber, text(name));
  const count = (name: string): number => read(name, zeroOrMore, text(name));
  return { text, json, number, count };
}
