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

/** Finds mistakes that only show when settings are seen with something else, such as the documents they name. */
export type SettingsCheck = (settings: Settings) => readonly string[];

/**
 * Checks the whole configuration and gives one deployment an environment, or one without an environment when none is
 * named: then `CDK_DEFAULT_ACCOUNT` and `CDK_DEFAULT_REGION` decide, as with any CDK application. `check` sees the
 * settings of every deployment.
 * @throws ConfigurationError with every mistake, each naming the field, the value received and what is allowed.
 */
export function readConfig(input: unknown, check: SettingsCheck = () => []): Deployment[] {
  const parsed = configSchema.safeParse(input, { reportInput: true });
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues.flatMap(describeIssue);
  // Every field has a default, so what is left without the malformed ones can still be checked.
  const malformed = new Set(issues.map(({ path }) => path[0]));
  const config = parsed.success ? parsed.data : configSchema.parse(withoutFields(input, malformed));
  problems.push(...findContradictions(config));

  const deployments = deploymentsOf(config);
  const isCheckable = !malformed.has('profiles') && !malformed.has('documents');
  for (const { name, settings } of isCheckable ? deployments : []) {
    const where = name === undefined ? '' : `in environment "${name}", `;
    problems.push(...check(settings).map((problem) => `${where}${problem}`));
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return deployments;
}

function withoutFields(input: unknown, fields: ReadonlySet<PropertyKey | undefined>): unknown {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const entries = Object.entries(isObject ? input : {});
  return Object.fromEntries(entries.filter(([name]) => name in configSchema.shape && !fields.has(name)));
}

function deploymentsOf({ environments, ...settings }: ParsedConfig): Deployment[] {
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
    recheckMinutes: over.recheckMinutes ?? base.recheckMinutes,
    lateRecheckMinutes: over.lateRecheckMinutes ?? base.lateRecheckMinutes,
    horizonMinutes: over.horizonMinutes ?? base.horizonMinutes,
    commandAttemptsMax: over.commandAttemptsMax ?? base.commandAttemptsMax,
    adoptPerSweepMax: over.adoptPerSweepMax ?? base.adoptPerSweepMax,
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
    return issue.keys.map(
      (key) => `${fieldName([...issue.path, key])}: there is no such field; allowed: ${issue.message}`,
    );
  }
  // A wrong key of a record: what is allowed is inside.
  const { message } = issue.code === 'invalid_key' ? (issue.issues[0] ?? issue) : issue;
  return [`${field}: received ${show(issue.input)}; allowed: ${message}`];
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name === '' ? 'the configuration' : name.replace(/^\./, '');
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Mistakes that only show when fields are seen together. */
function findContradictions(config: ParsedConfig): string[] {
  const { environments } = config;
  const places = environments.map(({ account, region }) => `${account} ${region}`);
  const names = environments.map(({ name }) => name);
  return [
    ...findRepeated(places, (index) => `environments[${index}]`),
    ...findRepeated(names, (index) => `environments[${index}].name`),
    ...findMisplacedProfiles('profiles', config.profiles),
    ...environments.flatMap(({ overrides }, index) =>
      findMisplacedProfiles(`environments[${index}].overrides.profiles`, overrides.profiles ?? []),
    ),
  ];
}

function findRepeated(values: readonly string[], field: (index: number) => string): string[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (first === index) return [];
    return [`${field(index)}: received ${show(value)}; allowed: another one, ${field(first)} has it`];
  });
}

/** Profiles of the same name, and profiles after the one that matches every instance. */
function findMisplacedProfiles(field: string, profiles: ParsedConfig['profiles']): string[] {
  const names = profiles.map(({ name }) => name);
  const catchAll = profiles.findIndex(({ tags }) => Object.keys(tags).length === 0);
  const unreachable = catchAll < 0 ? [] : names.slice(catchAll + 1);
  return [
    ...findRepeated(names, (index) => `${field}[${index}].name`),
    ...unreachable.map(
      (name, index) =>
        `${field}[${catchAll + 1 + index}]: received ${show(name)} after ${show(names[catchAll])}, which matches ` +
        'every instance; allowed: a place before it',
    ),
  ];
}
