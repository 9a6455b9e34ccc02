import * as z from 'zod/mini';
import { environmentVariables } from './contract.ts';
import { platformTypes } from './domain/instance.ts';
import type { OnboardingSettings } from './domain/onboarding-settings.ts';
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
const wholeNumber = z.coerce.number().check(z.int(), z.positive());

/**
 * Reads the settings of the onboard function from its environment.
 * @throws Error naming the variable that is missing or malformed: the template and the bundle do not belong together.
 */
export function readOnboardSettings(environment: NodeJS.ProcessEnv): OnboardSettings {
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
  return {
    rosterTableName: text(environmentVariables.rosterTable),
    profiles: json(environmentVariables.profiles, profiles),
    exclusions: json(environmentVariables.exclusions, exclusions),
    documentVersions: json(environmentVariables.documentVersions, documentVersions),
    closedEntryDays: number(environmentVariables.closedEntryDays),
    claimLeaseSeconds: number(environmentVariables.claimLeaseSeconds),
  };
}
