import { describe, expect, it } from 'vitest';
import { causeLines } from '../../../bin/print/causes.ts';
import type { InstanceReport } from '../../../simulator/run/run-report.ts';

const anInstance = (number: number, fields: Partial<InstanceReport> = {}): InstanceReport => ({
  instanceId: `i-${number}`,
  source: 'standalone',
  platform: 'Ubuntu 24.04',
  status: 'unmanaged',
  reason: 'NoEndpoint',
  causeDetail: 'vpc-1 has no available endpoint of ssm',
  causeCertainty: undefined,
  notLookedAt: undefined,
  agents: undefined,
  document: undefined,
  commandId: undefined,
  secondsToCommand: undefined,
  ...fields,
});
const numbered = (from: number, count: number, fields: Partial<InstanceReport> = {}) =>
  Array.from({ length: count }, (_, index) => anInstance(from + index, fields));

describe('the causes of a report', () => {
  it('appear once, with each place once for all that share it, the most frequent first', () => {
    const elsewhere = { causeDetail: 'vpc-2 has no available endpoint of ssm' };
    const off = { reason: 'MetadataOff', causeDetail: undefined };
    const lines = causeLines([...numbered(1, 1, elsewhere), ...numbered(2, 2, off), ...numbered(4, 312)]);
    expect(lines).toEqual([
      'Unmanaged, and why:',
      '  313 instances: NoEndpoint. The VPC has endpoints of Systems Manager, but not all that an agent needs, and ' +
        'no other way out. Create the interface endpoints that are missing: ssm and ssmmessages.',
      '      312 instances: vpc-1 has no available endpoint of ssm: i-4, i-5, i-6, i-7, i-8 and 307 more (--json has all)',
      '      1 instance: vpc-2 has no available endpoint of ssm: i-1',
      '  2 instances: MetadataOff. The metadata service of the instance is off, so its agent gets no credentials. ' +
        'Turn the metadata service on (aws ec2 modify-instance-metadata-options --http-endpoint enabled).',
      '      i-2, i-3',
    ]);
  });

  it('say how sure they are, and once what was not looked at', () => {
    const likely = { causeCertainty: 'likely', notLookedAt: ['zones', 'the agent'] };
    const lines = causeLines([
      ...numbered(1, 2, likely),
      ...numbered(3, 1, { ...likely, causeDetail: 'vpc-2', notLookedAt: ['the agent', 'DNS'] }),
      ...numbered(4, 1, { causeCertainty: 'certain' }),
    ]);
    expect(lines.map((line) => line.replace(/\. The VPC.*/, ''))).toEqual([
      'Unmanaged, and why:',
      '  3 instances: NoEndpoint',
      '      2 instances: vpc-1 has no available endpoint of ssm: i-1, i-2',
      '      1 instance: vpc-2: i-3',
      '      Likely. Not looked at: zones; the agent; DNS.',
      '  1 instance: NoEndpoint',
      '      1 instance: vpc-1 has no available endpoint of ssm: i-4',
      '      Certain.',
    ]);
  });

  it('of another version of Muster are printed as they are', () => {
    const lines = causeLines(numbered(1, 1, { reason: 'toString', causeDetail: undefined }));
    expect(lines).toEqual(['Unmanaged, and why:', '  1 instance: toString.', '      i-1']);
  });

  it('have at most ten places each, and the rest is counted', () => {
    const placed = (count: number) =>
      causeLines(Array.from({ length: count }, (_, n) => anInstance(n, { causeDetail: `vpc-${n}` })));
    expect(placed(10)).toHaveLength(2 + 10);
    expect(placed(13)).toHaveLength(2 + 10 + 1);
    expect(placed(13).at(-1)).toBe('      and 3 more places (--json has all)');
  });

  it('are only those of unmanaged instances', () => {
    const statuses = ['onboarded', 'failed', 'waiting', 'excluded', 'gone', undefined];
    expect(causeLines(statuses.map((status, n) => anInstance(n, { status })))).toEqual([]);
  });
});
