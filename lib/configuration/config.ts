import type * as z from 'zod';
import { type Outline, outlineConfig, type ParsedProfile } from './config-outline.ts';
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

/**
 * A configuration with some fields replaced by those of a JSON object, as it is typed on a command line; as it is, when
 * nothing was typed. The values are checked by `readConfig`.
 * @throws ConfigurationError when the text is no JSON object.
 */
export function overrideConfig(config: MusterConfig, text: unknown): unknown {
  if (text === undefined) return config;
  try {
    const fields: unknown = JSON.parse(String(text));
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
      return { ...config, ...fields };
  } catch {
    // Told below, like every other text that is no object.
  }
  throw new ConfigurationError([
    `context muster:settings: received ${text}; allowed: a JSON object of fields of muster.config.ts`,
  ]);
}

/** Gives `muster.config.ts` its type. The values are checked by `readConfig`. */
export function defineConfig(config: MusterConfig): MusterConfig {
  return config;
}

/**
 * Finds mistakes that only show when the configuration is seen with something else, such as the documents it names.
 * `settings` are those of each environment, and none at all while something is malformed.
 */
export type ConfigCheck = (outline: Outline, settings: readonly Settings[]) => readonly string[];

/**
 * Checks the whole configuration and gives one deployment an environment, or one without an environment when none is
 * named: then `CDK_DEFAULT_ACCOUNT` and `CDK_DEFAULT_REGION` decide, as with any CDK application.
 * @throws ConfigurationError with every mistake, each naming the field, the value received and what is allowed.
 */
export function readConfig(input: unknown, check: ConfigCheck = () => []): Deployment[] {
  const parsed = configSchema.safeParse(input, { reportInput: true });
  const deployments = parsed.success ? deploymentsOf(parsed.data) : [];
  const outline = outlineConfig(input);
  const settings = deployments.map((deployment) => deployment.settings);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap(describeIssue)),
    ...findContradictions(outline),
    ...check(outline, settings),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return deployments;
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
    documents: mergeDocuments(base.documents, over.documents ?? {}),
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
    // Null turns off what the other environments have.
    groups: over.groups === undefined ? base.groups : over.groups,
    access: over.access === undefined ? base.access : over.access,
    patching: over.patching === undefined ? base.patching : over.patching,
    parameters: over.parameters === undefined ? base.parameters : over.parameters,
    inventory: over.inventory === undefined ? base.inventory : over.inventory,
    associations: over.associations === undefined ? base.associations : over.associations,
    sessions: over.sessions === undefined ? base.sessions : over.sessions,
  };
}

/** Parameter by parameter: an environment that names another version keeps the rest. */
function mergeDocuments(base: Settings['documents'], over: Settings['documents']): Settings['documents'] {
  const names = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...names].map((name) => [name, { ...base[name], ...over[name] }]));
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
function findContradictions({ common, overrides, names, places }: Outline): string[] {
  return [
    ...findRepeated(places, (index) => `environments[${index}]`),
    ...findRepeated(names, (index) => `environments[${index}].name`),
    ...[common, ...overrides].flatMap(({ path, profiles = [] }) =>
      findMisplacedProfiles(`${path}profiles`, profiles),
    ),
  ];
}

function findRepeated(values: readonly (string | undefined)[], field: (index: number) => string): string[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    return [`${field(index)}: received ${show(value)}; allowed: another one, ${field(first)} has it`];
  });
}

/** Profiles of the same name, and profiles after the one that matches every instance. */
function findMisplacedProfiles(field: string, profiles: readonly (ParsedProfile | undefined)[]): string[] {
  const names = profiles.map((profile) => profile?.name);
  const catchAll = profiles.findIndex((profile) => profile && Object.keys(profile.tags).length === 0);
  const unreachable = catchAll < 0 ? [] : names.slice(catchAll + 1);
  return [
    ...findRepeated(names, (index) => `${field}[${index}].name`),
    ...unreachable.flatMap((name, index) => {
      const place = `${field}[${catchAll + 1 + index}]`;
      const reason = `received ${show(name)} after ${show(names[catchAll])}, which matches every instance`;
      return name === undefined ? [] : [`${place}: ${reason}; allowed: a place before it`];
    }),
  ];
}
