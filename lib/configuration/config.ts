import type * as z from 'zod';
import { isObject, isPlainObject } from '../objects.ts';
import { type Outline, outlineConfig } from './config-outline.ts';
import { configSchema, settingsSchema } from './config-schema.ts';
import { describeIssue, findRepeated, nameKind } from './mistakes.ts';
import { overrideFields } from './override-fields.ts';
import type { ConfigCheck, Settings } from './settings.ts';

/** What `muster.config.ts` may contain. Every field has a default; docs/configuration.md lists them all. */
export type MusterConfig = z.input<typeof configSchema>;

/** Where Muster is deployed, and with which settings. Without `env`, the CDK command line decides where. */
export interface Deployment {
  readonly name?: string;
  readonly env?: { readonly account: string; readonly region: string };
  /** The role that `muster` assumes there: its name, or its ARN. */
  readonly operatorRole?: string;
  readonly settings: Settings;
}

/** The configuration is wrong. The message has one line for each mistake. */
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
 * A configuration with some fields replaced. The replacements come from the command line, as the text of a
 * JSON object. Without a text, the configuration stays as it is. `readConfig` checks the values.
 * @throws ConfigurationError when the text is not a JSON object.
 */
export function overrideConfig(config: MusterConfig, text: unknown): unknown {
  if (text === undefined || !isPlainObject(config)) return config;
  try {
    const fields: unknown = JSON.parse(String(text));
    if (isObject(fields)) return { ...config, ...fields };
  } catch {
    // Reported below, like every other text that is not an object.
  }
  throw new ConfigurationError([
    `context muster:settings: received ${text}; allowed: a JSON object of fields of muster.config.ts`,
  ]);
}

/** Gives `muster.config.ts` its type. `readConfig` checks the values. */
export function defineConfig(config: MusterConfig): MusterConfig {
  return config;
}

/**
 * Checks the whole configuration and returns one deployment for each environment. If it names no environment,
 * there is one deployment without `env`: `CDK_DEFAULT_ACCOUNT` and `CDK_DEFAULT_REGION` decide, as in any CDK
 * application.
 * @throws ConfigurationError with every mistake: the field, the value received and what is allowed.
 */
export function readConfig(input: unknown, check: ConfigCheck = () => []): Deployment[] {
  if (!isPlainObject(input))
    throw new ConfigurationError([
      `the configuration: received ${nameKind(input)}; allowed: export default defineConfig({ ... }), with an object`,
    ]);
  const parsed = configSchema.safeParse(input, { reportInput: true });
  const outline = outlineConfig(input);
  const deployments = parsed.success ? deploymentsOf(parsed.data, outline) : [];
  const settings = deployments.map((deployment) => deployment.settings);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap(describeIssue)),
    ...findRepeated(installationsIn(outline), (index) => `environments[${index}]`),
    ...findRepeated(outline.names, (index) => `environments[${index}].name`),
    ...new Set(check(outline, settings)),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return deployments;
}

/** The place of each environment; with its prefix, if it has its own: another prefix is another installation. */
function installationsIn({ places, overrides }: Outline): (string | undefined)[] {
  return places.map((place, index) => {
    const names = overrides[index]?.fields['names'];
    const prefix = isObject(names) ? names['prefix'] : undefined;
    return place === undefined || typeof prefix !== 'string' ? place : `${place} ${prefix}`;
  });
}

/**
 * Overrides go into what the user wrote; the defaults are filled in afterwards. Each half has been checked
 * already.
 */
function deploymentsOf(config: z.output<typeof configSchema>, { common, overrides }: Outline): Deployment[] {
  if (config.environments.length === 0) return [{ settings: settingsSchema.parse(common.fields) }];
  return config.environments.map(({ name, account, region, operatorRole }, index) => ({
    name,
    env: { account, region },
    ...(operatorRole === undefined ? {} : { operatorRole }),
    settings: settingsSchema.parse(overrideFields(settingsSchema, common.fields, overrides[index]?.fields)),
  }));
}
