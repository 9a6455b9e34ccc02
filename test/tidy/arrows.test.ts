import { describe, expect, it } from 'vitest';
import { findDeadFiles, findImpurePlans, findWrongArrows } from './arrows.ts';
import { inSample, messages } from './sample.ts';
import { sourceOf } from './source.ts';

describe('the import arrows', () => {
  it.each([
    ['muster.config.ts', "import './lib/app.ts';"],
    ['muster.config.ts', "import 'aws-cdk-lib';"],
    ['lib/onboarding/x.ts', "import { x } from '../../lambdas/clients/roster.ts';"],
    ['lib/x.ts', "import type { x } from '../lambdas/onboard/handler.ts';"],
    ['lib/x.ts', "import '../local/cloud/cloud.ts';"],
    ['lib/x.ts', "import { SSMClient } from '@aws-sdk/client-ssm';"],
    ['lambdas/onboard/x.ts', "export { x } from '../../lib/config.ts';"],
    ['lambdas/onboard/x.ts', "import { Stack } from 'aws-cdk-lib';"],
    ['lambdas/onboard/x.ts', "import type { Instance } from '@aws-sdk/client-ec2';"],
    ['lambdas/onboard/x.ts', "import '../sweep/plan-sweep.ts';"],
    ['lambdas/onboard/x.ts', "import '../recheck/recheck.ts';"],
    ['lambdas/recheck/x.ts', "import '../sweep/sweep.ts';"],
    ['lambdas/contract.ts', "import type { x } from './domain/reason.ts';"],
    ['lambdas/domain/x.ts', "import { readFileSync } from 'node:fs';"],
    ['lambdas/domain/x.ts', "import { clock } from '../clients/clock.ts';"],
    ['lambdas/clients/x.ts', "import '../settings.ts';"],
    ['local/services/x.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
    ['local/services/x.ts', "import { SQSClient, type Message } from '@aws-sdk/client-sqs';"],
    ['local/services/x.ts', "const sqs = await import('@aws-sdk/client-sqs');"],
    ['local/cloud/x.ts', "import type { Settings } from '../../lib/config.ts';"],
    ['local/cloud/x.ts', "import { reasons } from '../../lambdas/domain/reason.ts';"],
    ['bin/app.ts', "import '../local/cloud/cloud.ts';"],
    ['bin/commands/local.ts', "import { App } from 'aws-cdk-lib';"],
    ['lib/x.ts', "import { expect } from 'vitest';"],
    ['local/x.ts', "export * from '../test/local/fixture.ts';"],
  ])('refuse in %s: %s', (file, text) => {
    const found = inSample(findWrongArrows, file, text);
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) expect(message).toMatch(/^[\w/.-]+:1: imports .+; instead: .+/);
  });

  it.each([
    ['muster.config.ts', "import { defineConfig } from './lib/config.ts';"],
    ['lib/x.ts', "import { reasons } from '../lambdas/domain/reason.ts';"],
    ['lambdas/clients/x.ts', "import { SSMClient } from '@aws-sdk/client-ssm';"],
    ['lambdas/clients/x.ts', "import type { Log } from '../log.ts';"],
    ['lambdas/recheck/x.ts', "import { onboard } from '../onboard/onboard.ts';"],
    ['local/services/x.ts', "import type { Message } from '@aws-sdk/client-sqs';"],
    ['local/services/x.ts', "import { type Message } from '@aws-sdk/client-sqs';"],
    ['local/cloud/wire/x.ts', "import * as sqs from '@aws-sdk/client-sqs';"],
    ['bin/commands/local.ts', "import { run } from '../../local/simulator/run.ts';"],
    ['test/x.test.ts', "import { run } from '../local/simulator/run.ts';"],
  ])('allow in %s: %s', (file, text) => {
    expect(inSample(findWrongArrows, file, text)).toEqual([]);
  });
});

describe('plans', () => {
  it('refuse a client behind a neighbour', () => {
    const plan = sourceOf(
      'lambdas/x/plan-x.ts',
      "import { a } from '../domain/a.ts';\nimport { b } from './b.ts';",
    );
    const neighbour = sourceOf('lambdas/x/b.ts', "import { c } from '../clients/c.ts';");
    expect(messages(findImpurePlans([plan, neighbour]))).toEqual([
      'lambdas/x/plan-x.ts:2: reaches lambdas/clients/c.ts; instead: import lambdas/domain only and take the rest as arguments',
    ]);
    expect(findImpurePlans([plan, sourceOf('lambdas/x/b.ts', '')])).toEqual([]);
  });
});

describe('dead files', () => {
  it('refuses a file that only a test imports', () => {
    const sources = [
      sourceOf('bin/app.ts', "import { a } from '../lib/a.ts';"),
      sourceOf('lib/a.ts', ''),
      sourceOf('lib/b.ts', "import './a.ts';"),
      sourceOf('test/b.test.ts', "import '../lib/b.ts';"),
    ];
    expect(messages(findDeadFiles(sources))).toEqual([
      expect.stringMatching(/^lib\/b\.ts:1: is reached from no entry/),
    ]);
  });
});
