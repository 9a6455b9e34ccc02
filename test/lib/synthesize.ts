import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { vi } from 'vitest';
import { defineStacks } from '../../lib/app.ts';
import { capabilities } from '../../lib/capabilities/capabilities.ts';
import { type Capability, stackNameOf } from '../../lib/capabilities/capability.ts';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import config from '../../muster.config.ts';
import { distFolder } from '../synthesized.ts';

/** A place that belongs to nobody, for stacks that are bound to an account and region. */
export const account = '0'.repeat(12);

/** `muster.config.ts` with some fields replaced. */
export function configWith(fields: MusterConfig): MusterConfig {
  return { ...config, ...fields };
}

/**
 * Defines the stacks of a configuration in an application like the one that `cdk synth` runs: with the
 * feature flags of cdk.json, and with the bundles built for the tests. `finish` gets the application and a
 * folder for its assembly. The folder is deleted afterwards. `more` is context besides that of cdk.json.
 */
export function withApp<T>(
  fields: MusterConfig,
  finish: (app: App) => T,
  region?: string,
  more: Readonly<Record<string, unknown>> = {},
): T {
  const outdir = mkdtempSync(join(tmpdir(), 'muster-app-'));
  const fromAsset = Code.fromAsset.bind(Code);
  const spy = vi
    .spyOn(Code, 'fromAsset')
    .mockImplementation((path) => fromAsset(join(distFolder(), '..', path)));
  try {
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    // The findings of the validation are read from its report (validation.test.ts). Elsewhere it is off
    // (vitest.config.ts).
    const quiet = { '@aws-cdk/core:failSynthOnValidationErrors': false };
    const app = new App({ outdir, context: { ...context, ...quiet, ...more }, analyticsReporting: false });
    defineStacks(app, configWith(fields), region === undefined ? undefined : { account, region });
    return finish(app);
  } finally {
    spy.mockRestore();
    rmSync(outdir, { recursive: true });
  }
}

/** What takes half of the time of a synthesis and is not in its templates: copies of the bundles, stack traces. */
const templatesAlone = {
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:disable-creation-stack-traces': true,
};

/** Earlier results of synthesis, as text, by configuration: many test files ask for the same. */
const synthesized = new Map<string, readonly [id: string, template: string][]>();

/**
 * The templates of a configuration, by the id that `cdk deploy` takes. `only` leaves out the stacks of all other
 * capabilities.
 */
export function synthesize(
  fields: MusterConfig = {},
  region?: string,
  only?: Capability,
): Map<string, Template> {
  const key = JSON.stringify([fields, region, only?.name]);
  const templates =
    synthesized.get(key) ?? alone(only, () => withApp(fields, templatesOf, region, templatesAlone));
  synthesized.set(key, templates);
  return new Map(templates.map(([id, template]) => [id, Template.fromString(template)]));
}

function templatesOf(app: App): [id: string, template: string][] {
  return app.synth().stacks.map((stack) => [stack.id, JSON.stringify(stack.template)]);
}

/** Does something while no capability but one has a stack. */
function alone<T>(only: Capability | undefined, act: () => T): T {
  const others = capabilities.filter((each: Capability) => only !== undefined && each !== only);
  const spies = others.map((other) => vi.spyOn(other, 'createStack').mockReturnValue(null));
  try {
    return act();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The onboarding's template for a configuration without environments. */
export function synthesizeOnboarding(fields: MusterConfig = {}, region?: string): Template {
  return synthesizeStack('MusterOnboarding', fields, region);
}

/**
 * The template of one stack for a configuration without environments: `MusterPatching` ... Only this stack is
 * synthesized. That it is the same among the others, test/lib/app.test.ts says.
 */
export function synthesizeStack(id: string, fields: MusterConfig, region?: string): Template {
  const prefix = fields.names?.prefix ?? 'Muster';
  const only = capabilities.find((each: Capability) => stackNameOf(each, prefix) === id);
  const template = synthesize(fields, region, only).get(id);
  if (template === undefined) throw new Error(`The configuration has no stack ${id}.`);
  return template;
}
