import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { toAttributes } from '../../../lambdas/shared/clients/roster/roster-item.ts';
import { anEntry, idOf } from '../../lambdas/builders.ts';
import { distFolder } from '../../synthesized.ts';
import { serveApplication } from '../account/served-application.ts';

const served = serveApplication();
const count = 10_000;
const group = 'web\u001b]0;owned\u0007';

/** Entries of a fleet in 100 groups, of which every tenth instance is unmanaged. */
beforeAll(() => {
  const { cloud, rosterTableName: TableName } = served();
  for (let number = 0; number < count; number++) {
    const isUnmanaged = number % 10 === 0;
    const entry = anEntry({
      instanceId: idOf(number),
      status: isUnmanaged ? 'unmanaged' : 'onboarded',
      reason: isUnmanaged ? 'NoRoute' : 'Onboarded',
      source: `asg:${group}-${number % 100}`,
      platform: 'Amazon Linux',
      ...(isUnmanaged ? { causeDetail: `subnet-${number % 7} of vpc-1` } : {}),
    });
    const Item = marshall(toAttributes(entry));
    cloud.dynamodb.operations.PutItem.run({ TableName, Item }, cloud.administrator());
  }
});

describe('a roster of 10,000 entries', () => {
  it('is counted whole, page by page', async () => {
    const { lines, stdout } = await served().muster('status');
    expect(lines[1]).toBe('9000 of 10000 instances are onboarded (90 %).');
    expect(stdout).toContain('asg:web\\u001b]0;owned\\u0007-0: 0 of 100');
    expect(stdout).not.toContain('\u001b]');
  });

  it('has its problems told by cause and place', async () => {
    const { status, lines } = await served().muster('unmanaged');
    expect([status, lines[0]]).toEqual([1, '1000 instances are unmanaged:']);
    expect(lines.filter((line) => line.startsWith('  subnet-'))).toHaveLength(7);
    const { stdout } = await served().muster('unmanaged', '--csv');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1001);
  });
});

it('nothing is said when the reader of the output has gone', async () => {
  const command = 'AWS_REGION=us-east-1 "$0" "$1" unmanaged --csv --endpoint-url "$2" | head -c 10';
  const program = join(distFolder(), 'muster.cjs');
  const args = ['-c', command, process.execPath, program, served().endpoint];
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const { stdout, stderr } = await promisify(execFile)('bash', args, { env: { ...process.env, ...keys } });
  expect([stdout, stderr]).toEqual(['instanceId', '']);
});
