import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { install, type Patching } from './window-bench.ts';

const singleton = 'Custom::MusterSingleton';
const scanning = { schedule: 'rate(7 days)', targets: { all: true as const }, operation: 'Scan' as const };
const association = {
  document: 'AWS-RunPatchBaseline',
  parameters: { Operation: 'Scan' },
  targets: { all: true as const },
};

const scanOf = (patching: Patching, more: MusterConfig = {}) =>
  Object.values(
    synthesizeStack('MusterPatching', { patching, ...more }).findResources(singleton, {
      Properties: { Purpose: 'scan' },
    }),
  )[0]?.['Properties'];

describe('every node is scanned once a day, also those in no patch group', () => {
  it.each<[string, Patching]>([
    ['by default', {}],
    ['with a default group', { patchGroups: { base: { isDefault: true } } }],
    ['beside windows that install', { windows: { night: install } }],
  ])('%s', (_, patching) => {
    expect(scanOf(patching)).toMatchObject({
      ...{ Kind: 'sole-association', Document: 'AWS-RunPatchBaseline', Schedule: 'rate(1 day)' },
      ...{ Parameters: '{"Operation":["Scan"]}', Concurrency: '10%', Errors: '100%', BesideOthers: 'false' },
    });
  });

  it('at other times, and beside others, when the configuration says so', () => {
    const scan = { schedule: 'cron(0 3 ? * SUN *)', concurrency: '5', besideOthers: true };
    expect(scanOf({ scan })).toMatchObject({
      ...{ Schedule: 'cron(0 3 ? * SUN *)', Concurrency: '5', BesideOthers: 'true' },
    });
  });
});

describe('there is no second scan', () => {
  it('where the configuration says null', () => {
    expect(scanOf({ scan: null })).toBeUndefined();
  });

  it('where a window scans', () => {
    expect(scanOf({ windows: { scan: scanning } })).toBeUndefined();
    expect(problemsOf({ patching: { scan: {}, windows: { scan: scanning } } })).toEqual([
      'patching.scan: received {"schedule":"rate(1 day)","concurrency":"10%","besideOthers":false}; allowed: null while the window scan scans',
    ]);
  });

  it('where an association of the configuration scans', () => {
    const associations = { named: { scan: association } };
    expect(scanOf({ windows: {} }, { associations })).toBeUndefined();
    expect(problemsOf({ patching: { windows: {} }, associations })).toEqual([]);
  });
});
