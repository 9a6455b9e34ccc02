import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../lib/configuration/config.ts';
import { problemsOf } from '../configuration/config-problems.ts';
import { synthesizeStack } from '../synthesize.ts';

const bucket = 'company-logs';
const windows = {
  w: { schedule: 'rate(7 days)', targets: { all: true as const }, operation: 'Scan' as const },
};
const uses: readonly [stack: string, config: MusterConfig, made: number][] = [
  ['MusterPatching', { patching: { windows, output: { bucket } } }, 0],
  ['MusterPatching', { patching: { windows, report: { bucket } } }, 0],
  ['MusterAssociations', { associations: { updateAgent: { output: true }, outputBucket: bucket } }, 0],
  ['MusterSessions', { sessions: { logBucket: { name: bucket } } }, 0],
  [
    'MusterRemediation',
    { remediation: { recorder: 'create', recorderBucket: bucket, rules: { imdsv2: {} } } },
    0,
  ],
];

describe('a bucket that exists', () => {
  it.each(uses)('is used by %s, and none is made: %j', (stack, config, made) => {
    const template = synthesizeStack(stack, config);
    expect(Object.keys(template.findResources('AWS::S3::Bucket'))).toHaveLength(made);
    expect(template.findResources('AWS::S3::BucketPolicy')).toEqual({});
    expect(JSON.stringify(template.toJSON())).toContain(bucket);
  });

  it.each([
    [{ remediation: { recorderBucket: bucket } }, 'remediation.recorderBucket'],
    [{ sessions: { logBucket: { name: 'A_B' } } }, 'sessions.logBucket.name'],
  ])('is refused where it has no use or no name: %j', (config, field) => {
    expect(problemsOf(config)).toEqual([expect.stringMatching(`^${field}: received`)]);
  });
});
