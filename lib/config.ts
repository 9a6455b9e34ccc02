import type * as z from 'zod';
import { configSchema } from './config-schema.ts';

/** What `muster.config.ts` may say. Every field has a default; its doc comments are in that file. */
export type MusterConfig = z.input<typeof configSchema>;

type ParsedConfig = z.output<typeof configSchema>;

/** The settings of one environment, with its overrides applied and every default filled in. */
export type Settings = Omit<ParsedConfig, 'environments'>;

/** Where Muster is deployed, and with which settings. `env` is absent when the CDK command line decides. */
export interface Deployment {
  readonly name?: string;
  readonly env?: { readonly account: string; readonly region: string };
  readonly settings: Settings;
}

/** The configuration is wrong. The message has one line for every mistake. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`;
    super(
      `muster.config.ts has ${count}; nothing was synthesized:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/** Gives `muster.config.ts` its type. The values are checked by `readConfig`. */
export function defineConfig(config: MusterConfig): MusterConfig {
  return config;
}

/**
 * Checks the whole configuration and gives one deployment an environment, or one without an environment when none is
 * named: then `CDK_DEFAULT_ACCOUNT` and `CDK_DEFAULT_REGION` decide, as with any CDK application.
 * @throws ConfigurationError with every mistake, each naming the field, the value received and what is allowed.
 */
export function readConfig(input: unknown): Deployment[] {
  const parsed = configSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.flatMap(describeIssue));
  const problems = findContradictions(parsed.data);
  if (problems.length > 0) throw new ConfigurationError(problems);

  const { environments, ...settings } = parsed.data;
  if (environments.length === 0) return [{ settings }];
  return environments.map(({ name, account, region, overrides }) => ({
    name,
    env: { account, region },
    settings: applyOverrides(settings, overrides),
  }));
}

type Overrides = ParsedConfig['environments'][number]['overrides'];

function applyOverrides(base: Settings, over: Overrides): Settings {
  return {
    launchDelaySeconds: over.launchDelaySeconds ?? base.launchDelaySeconds,
    batchingWindowSeconds: over.batchingWindowSeconds ?? base.batchingWindowSeconds,
    batchSizeMax: over.batchSizeMax ?? base.batchSizeMax,
    concurrencyMax: over.concurrencyMax ?? base.concurrencyMax,
    profiles: over.profiles ?? base.profiles,
    excludeTags: over.excludeTags ?? base.excludeTags,
    documents: over.documents ?? base.documents,
    alarmEmails: over.alarmEmails ?? base.alarmEmails,
    retention: {
      logDays: over.retention?.logDays ?? base.retention.logDays,
      closedEntryDays: over.retention?.closedEntryDays ?? base.retention.closedEntryDays,
      deadLetterDays: over.retention?.deadLetterDays ?? base.retention.deadLetterDays,
    },
    names: {
      prefix: over.names?.prefix ?? base.names.prefix,
      parameterPath: over.names?.parameterPath ?? base.names.parameterPath,
    },
  };
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const field = fieldName(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${fieldName([...issue.path, key])}: there is no such field`);
  }
  return [`${field}: received ${show(issue.input)}; allowed: ${issue.message}`];
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name === '' ? 'the configuration' : name.replace(/^\./, '');
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Mistakes that only show when fields are seen together. */
function findContradictions(config: ParsedConfig): string[] {
  const problems: string[] = [];
  const twice = (field: string, values: readonly string[]) => {
    for (const [index, value] of values.entries()) {
      const first = values.indexOf(value);
      if (first < index)
        problems.push(`${field}[${index}]: received ${show(value)} again; ${field}[${first}] has it`);
    }
  };
  twice(
    'environments',
    config.environments.map(({ account, region }) => `${account}/${region}`),
  );
  twice(
    'environments.name',
    config.environments.map(({ name }) => name),
  );
  const lists = [
    ['profiles', config.profiles] as const,
    ...config.environments.map(
      (e, i) => [`environments[${i}].overrides.profiles`, e.overrides.profiles ?? []] as const,
    ),
  ];
  for (const [field, profiles] of lists) {
    twice(
      field,
      profiles.map((profile) => profile.name),
    );
    const catchAll = profiles.findIndex((profile) => Object.keys(profile.tags).length === 0);
    for (const profile of catchAll < 0 ? [] : profiles.slice(catchAll + 1)) {
      const index = profiles.indexOf(profile);
      problems.push(
        `${field}[${index}]: is never reached; allowed: before "${profiles[catchAll]?.name}", which matches all`,
      );
    }
  }
  return problems;
}
