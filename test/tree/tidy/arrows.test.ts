import { describe, expect, it } from 'vitest';
import { findImpurePlans, findWrongArrows } from './arrows.ts';
import { inSample, messages } from './sample.ts';
import { sourceOf } from './source.ts';

describe('the import arrows', () => {
  it.each([
    ['muster.config.ts', "import './lib/app.ts';"],
    ['muster.config.ts', "import 'aws-cdk-lib';"],
    ['lib/capabilities/x/x.ts', "import { x } from '../../../lambdas/shared/clients/clock.ts';"],
    ['lib/x.ts', "import type { x } from '../lambdas/onboard/onboard-handler.ts';"],
    ['lib/x.ts', "import { LocalCloud } from 'local-cloud';"],
    ['lib/x.ts', "import { SSMClient } from '@aws-sdk/client-ssm';"],
    ['lambdas/onboard/x.ts', "export { x } from '../../lib/configuration/config.ts';"],
    ['lambdas/onboard/x.ts', "import { Stack } from 'aws-cdk-lib';"],
    ['lambdas/onboard/x.ts', "import type { Instance } from '@aws-sdk/client-ec2';"],
    ['lambdas/onboard/x.ts', "import '../sweep/plan-sweep.ts';"],
    ['lambdas/onboard/x.ts', "import '../recheck/recheck.ts';"],
    ['lambdas/recheck/x.ts', "import '../sweep/sweep.ts';"],
    ['lambdas/shared/runtime/contract.ts', "import type { x } from '../domain/roster/reason.ts';"],
    ['lambdas/shared/domain/x.ts', "import { readFileSync } from 'node:fs';"],
    ['lambdas/shared/domain/x.ts', "import { clock } from '../clients/system-clock.ts';"],
    ['lambdas/shared/clients/x.ts', "import '../runtime/settings.ts';"],
    ['lambdas/shared/runtime/x.ts', "import '../../onboard/onboard.ts';"],
    ['packages/local-cloud/src/services/x.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
    [
      'packages/local-cloud/src/services/x.ts',
      "import { SQSClient, type Message } from '@aws-sdk/client-sqs';",
    ],
    ['packages/local-cloud/src/services/x.ts', "const sqs = await import('@aws-sdk/client-sqs');"],
    ['packages/local-cloud/src/core/x.ts', "import type { Sqs } from '../services/sqs/sqs.ts';"],
    [
      'packages/local-cloud/src/core/x.ts',
      "import type { Settings } from '../../../../lib/configuration/settings.ts';",
    ],
    [
      'packages/local-cloud/src/services/sqs/x.ts',
      "import type { LocalCloud } from '../../account/account.ts';",
    ],
    ['simulator/x.ts', "import { LocalCloud } from '../packages/local-cloud/src/account/account.ts';"],
    ['simulator/x.ts', "import type { Settings } from '../lib/configuration/settings.ts';"],
    ['simulator/x.ts', "import { createRoster } from '../lambdas/shared/clients/roster/roster-client.ts';"],
    ['bin/cdk.ts', "import { LocalCloud } from 'local-cloud';"],
    ['bin/commands/local/local.ts', "import { synthesize } from '../shared/synthesize.ts';"],
    ['bin/commands/local.ts', "import { App } from 'aws-cdk-lib';"],
    ['lib/constructs/x.ts', "import { x } from '../capabilities/capability.ts';"],
    ['lib/documents/x.ts', "import type { Settings } from '../configuration/settings.ts';"],
    ['bin/commands/local.ts', "import { buildProject } from '../../scripts/build-project.mjs';"],
    ['lib/x.ts', "import { build } from 'esbuild';"],
    ['scripts/x.mjs', "import { Command } from 'commander';"],
    ['bin/entry.mjs', "import './muster.ts';"],
    ['lib/x.ts', "import { expect } from 'vitest';"],
    ['simulator/x.ts', "export * from '../test/synthesized.ts';"],
  ])('refuse in %s: %s', (file, text) => {
    const found = inSample(findWrongArrows, file, text);
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) expect(message).toMatch(/^[\w/.-]+:1: imports .+; instead: .+/);
  });

  it.each([
    ['muster.config.ts', "import { defineConfig } from './lib/configuration/config.ts';"],
    ['lib/x.ts', "import { reasons } from '../lambdas/shared/domain/roster/reason.ts';"],
    ['lambdas/shared/clients/x.ts', "import { SSMClient } from '@aws-sdk/client-ssm';"],
    ['lambdas/patch-report/x-client.ts', "import { SSMClient } from '@aws-sdk/client-ssm';"],
    ['lambdas/shared/clients/x.ts', "import type { Log } from '../runtime/log.ts';"],
    ['lambdas/recheck/x.ts', "import { onboard } from '../onboard/onboard.ts';"],
    ['packages/local-cloud/src/services/x.ts', "import type { Message } from '@aws-sdk/client-sqs';"],
    ['packages/local-cloud/src/services/x.ts', "import { type Message } from '@aws-sdk/client-sqs';"],
    ['packages/local-cloud/src/core/wire/x.ts', "import * as sqs from '@aws-sdk/client-sqs';"],
    ['simulator/x.ts', "import { reasons } from '../lambdas/shared/domain/roster/reason.ts';"],
    ['simulator/x.ts', "import { LocalCloud } from 'local-cloud';"],
    ['bin/commands/local.ts', "import { run } from '../../simulator/run/run-workload.ts';"],
    ['bin/commands/local/run-local.ts', "import { LocalCloud } from 'local-cloud';"],
    ['bin/commands/local/local.ts', "import { appOption } from '../shared/app-option.ts';"],
    ['bin/entry.mjs', "import('../scripts/build-project.mjs');"],
    ['lib/documents/x.ts', "import { x } from '../constructs/x.ts';"],
    ['scripts/x.mjs', "import { build } from 'esbuild';"],
    ['test/x.test.ts', "import { run } from '../simulator/run/run-workload.ts';"],
  ])('allow in %s: %s', (file, text) => {
    expect(inSample(findWrongArrows, file, text)).toEqual([]);
  });
});

describe('plans', () => {
  it('refuse a client behind a neighbour', () => {
    const plan = sourceOf(
      'lambdas/x/plan-x.ts',
      "import { a } from '../shared/domain/a.ts';\nimport { b } from './b.ts';",
    );
    const neighbour = sourceOf('lambdas/x/b.ts', "import { c } from '../shared/clients/c.ts';");
    expect(messages(findImpurePlans([plan, neighbour]))).toEqual([
      'lambdas/x/plan-x.ts:2: reaches lambdas/shared/clients/c.ts; instead: import lambdas/shared/domain only and take the rest as arguments',
    ]);
    expect(findImpurePlans([plan, sourceOf('lambdas/x/b.ts', '')])).toEqual([]);
  });
});
