import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { vi } from 'vitest';
import { defineStacks } from '../../lib/app.ts';
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
 * folder for its assembly. The folder is deleted afterwards.
 */
export function withApp<T>(fields: MusterConfig, finish: (app: App) => T, region?: string): T {
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
    const app = new App({ outdir, context: { ...context, ...quiet }, analyticsReporting: false });
    defineStacks(app, configWith(fields), region === undefined ? undefined : { account, region });
    return finish(app);
  } finally {
    spy.mockRestore();
    rmSync(outdir, { recursive: true });
  }
}

/** Earlier results of synthesis, as text, by configuration: many test files ask for the same. */
const synthesized = new Map<string, readonly [id: string, template: string][]>();

/** The templates of a configuration, by the id that `cdk deploy` takes. */
export function synthesize(fields: MusterConfig = {}, region?: string): Map<string, Template> {
  const key = JSON.stringify([fields, region]);
  const templates = synthesized.get(key) ?? withApp(fields, templatesOf, region);
  synthesized.set(key, templates);
  return new Map(templates.map(([id, template]) => [id, Template.fromString(template)]));
}

function templatesOf(app: App): [id: string, template: string][] {
  return app.synth().stacks.map((stack) => [stack.id, JSON.stringify(stack.template)]);
}

/** The onboarding's template for a configuration without environments. */
export function synthesizeOnboarding(fields: MusterConfig = {}, region?: string): Template {
  return synthesizeStack('MusterOnboarding', fields, region);
}

/** The template of one stack for a configuration without environments: `MusterPatching` ... */
export function synthesizeStack(id: string, fields: MusterConfig, region?: string): Template {
  const template = synthesize(fields, region).get(id);
  if (template === undefined) throw new Error(`The configuration has no stack ${id}.`);
  return template;
}
