import { DescribeInstancePatchStatesCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createPatchStates } from '../../../lambdas/patch-report/patch-states-client.ts';
import { idOf, idsTo, nowMs } from '../builders.ts';
import { answerPages } from '../pages.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const aState = (InstanceId: string) => ({
  InstanceId,
  PatchGroup: 'web',
  BaselineId: 'pb-1',
  Operation: 'Scan' as const,
  OperationStartTime: new Date(nowMs - 60_000),
  OperationEndTime: new Date(nowMs),
});
const inputs = () => ssm.commandCalls(DescribeInstancePatchStatesCommand).map((call) => call.args[0].input);
const describeIds = (ids: readonly string[]) => createPatchStates().describe(ids);

it('returns the last state, and counts as zero what Systems Manager does not name', async () => {
  const counts = { MissingCount: 2, FailedCount: 1, InstalledCount: 90, CriticalNonCompliantCount: 3 };
  const more = { InstalledPendingRebootCount: 4, InstalledRejectedCount: 5, SecurityNonCompliantCount: 6 };
  ssm.on(DescribeInstancePatchStatesCommand).resolves({
    InstancePatchStates: [
      { ...aState(idOf(1)), ...counts, ...more, OtherNonCompliantCount: 7, AvailableSecurityUpdateCount: 8 },
      aState(idOf(2)),
    ],
  });
  const found = await describeIds(idsTo(2));
  expect(found.get(idOf(1))).toEqual({
    instanceId: idOf(1),
    patchGroup: 'web',
    baselineId: 'pb-1',
    operation: 'Scan',
    endedAtMs: nowMs,
    counts: {
      installed: 90,
      missing: 2,
      failed: 1,
      pendingReboot: 4,
      rejected: 5,
      critical: 3,
      security: 6,
      other: 7,
      availableSecurity: 8,
    },
  });
  expect(Object.values(found.get(idOf(2))?.counts ?? {})).toEqual(Array(9).fill(0));
});

it('reads every page of 100, even after an empty page with a token', async () => {
  const { asked, answer } = answerPages(
    { InstancePatchStates: [aState(idOf(1))], NextToken: 'a' },
    { InstancePatchStates: [], NextToken: 'b' },
    { InstancePatchStates: [aState(idOf(2))] },
  );
  ssm.on(DescribeInstancePatchStatesCommand).callsFake(answer);
  expect([...(await describeIds(idsTo(3))).keys()]).toEqual(idsTo(2));
  expect(asked).toEqual(
    [undefined, 'a', 'b'].map((NextToken) => ({ InstanceIds: idsTo(3), MaxResults: 100, NextToken })),
  );
});

it('asks about at most 50 instances at once, each once, and makes no call for none', async () => {
  ssm.on(DescribeInstancePatchStatesCommand).callsFake((input: { InstanceIds: string[] }) => ({
    InstancePatchStates: input.InstanceIds.map(aState),
  }));
  expect((await describeIds([])).size).toBe(0);
  expect([...(await describeIds(idsTo(120))).keys()]).toEqual(idsTo(120));
  expect(inputs().map(({ InstanceIds }) => InstanceIds?.length)).toEqual([50, 50, 20]);
});

it('does not take an error for an absence', async () => {
  ssm.on(DescribeInstancePatchStatesCommand).rejects(new Error('internal'));
  await expect(describeIds(idsTo(1))).rejects.toThrow('internal');
});
