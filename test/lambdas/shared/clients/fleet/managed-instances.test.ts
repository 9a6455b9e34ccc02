import { DescribeInstanceInformationCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createManagedInstances } from '../../../../../lambdas/shared/clients/fleet/managed-instances.ts';
import { idOf, idsTo } from '../../../builders.ts';
import { answerPages } from '../../../pages.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const linux = (instanceId: string) => ({
  InstanceId: instanceId,
  PingStatus: 'Online' as const,
  PlatformType: 'Linux' as const,
  PlatformName: 'Ubuntu',
});
const inputs = () => ssm.commandCalls(DescribeInstanceInformationCommand).map((call) => call.args[0].input);
const describeIds = (ids: readonly string[]) => createManagedInstances().describe(ids);

/** Shows every instance, but fails a call that has one of these ids. */
function showAllBut(badIds: readonly string[], name = 'InvalidInstanceId') {
  ssm.on(DescribeInstanceInformationCommand).callsFake((input: { Filters: { Values: string[] }[] }) => {
    const ids = input.Filters.flatMap((filter) => filter.Values);
    if (ids.some((id) => badIds.includes(id))) {
      throw new SSMServiceException({ name, message: '', $fault: 'client', $metadata: {} });
    }
    return { InstanceInformationList: ids.map(linux) };
  });
}

describe('what Systems Manager says of an instance', () => {
  it('is cut where an agent says more than an entry can hold, and no character is torn', async () => {
    const long = `${'x'.repeat(252)}\u{1F600}${'y'.repeat(450_000)}`;
    const information = { ...linux(idOf(1)), PlatformName: long, AgentVersion: `3${'.0'.repeat(1000)}` };
    ssm.on(DescribeInstanceInformationCommand).resolves({ InstanceInformationList: [information] });
    const found = (await describeIds([idOf(1)])).get(idOf(1));
    expect(found?.platformName).toBe(`${'x'.repeat(252)}...`);
    expect(found?.agentVersion).toHaveLength(256);
  });

  it.each([
    ['Online', true],
    ['ConnectionLost', false],
    ['Inactive', false],
  ] as const)('with PingStatus %s is read as online: %s', async (PingStatus, isOnline) => {
    ssm
      .on(DescribeInstanceInformationCommand)
      .resolves({ InstanceInformationList: [{ ...linux(idOf(1)), PingStatus }] });
    expect((await describeIds([idOf(1)])).get(idOf(1))).toEqual({
      instanceId: idOf(1),
      isOnline,
      platformType: 'Linux',
      platformName: 'Ubuntu',
    });
  });

  it('uses the type as its name when it has no name', async () => {
    const information = { InstanceId: idOf(1), PingStatus: 'Online', PlatformType: 'Windows' } as const;
    ssm.on(DescribeInstanceInformationCommand).resolves({ InstanceInformationList: [information] });
    expect((await describeIds([idOf(1)])).get(idOf(1))?.platformName).toBe('Windows');
  });

  it('has the name of its activation, or else the name of the machine', async () => {
    ssm.on(DescribeInstanceInformationCommand).resolves({
      InstanceInformationList: [
        { ...linux(idOf(1)), ComputerName: 'ip-10-0-0-1.internal' },
        { ...linux('mi-0123456789abcdef0'), ComputerName: 'host-1', Name: 'press-hall' },
      ],
    });
    const found = await describeIds([idOf(1), 'mi-0123456789abcdef0']);
    expect([...found.values()].map(({ name }) => name)).toEqual(['ip-10-0-0-1.internal', 'press-hall']);
  });

  it('names the version of its agent', async () => {
    const information = { ...linux(idOf(1)), AgentVersion: '2.3.1319.0' };
    ssm.on(DescribeInstanceInformationCommand).resolves({ InstanceInformationList: [information] });
    expect((await describeIds([idOf(1)])).get(idOf(1))?.agentVersion).toBe('2.3.1319.0');
  });

  it('without a platform yet counts as not registered', async () => {
    ssm
      .on(DescribeInstanceInformationCommand)
      .resolves({ InstanceInformationList: [{ InstanceId: idOf(1), PingStatus: 'Online' }, {}] });
    expect((await describeIds([idOf(1)])).size).toBe(0);
  });
});

it('asks for pages of 50, by id', async () => {
  showAllBut([]);
  await describeIds(idsTo(2));
  expect(inputs()).toEqual([
    { Filters: [{ Key: 'InstanceIds', Values: idsTo(2) }], MaxResults: 50, NextToken: undefined },
  ]);
});

it('reads every page, even after an empty page with a token', async () => {
  const { asked, answer } = answerPages(
    { InstanceInformationList: [linux(idOf(1))], NextToken: 'a' },
    { InstanceInformationList: [], NextToken: 'b' },
    { InstanceInformationList: [linux(idOf(2))] },
  );
  ssm.on(DescribeInstanceInformationCommand).callsFake(answer);
  expect([...(await describeIds(idsTo(3))).keys()]).toEqual(idsTo(2));
  expect(asked.map((input) => input.NextToken)).toEqual([undefined, 'a', 'b']);
});

it('reads every instance without a filter, page by page, even after an empty page', async () => {
  const { asked, answer } = answerPages(
    { InstanceInformationList: [linux(idOf(1))], NextToken: 'a' },
    { NextToken: 'b' },
    { InstanceInformationList: [linux(idOf(2))] },
  );
  ssm.on(DescribeInstanceInformationCommand).callsFake(answer);
  expect([...(await createManagedInstances().describeAll()).keys()]).toEqual(idsTo(2));
  expect(asked).toEqual(
    [undefined, 'a', 'b'].map((NextToken) => ({ Filters: [], MaxResults: 50, NextToken })),
  );
});

it('asks about at most 100 instances at once, each once', async () => {
  showAllBut([]);
  expect([...(await describeIds(idsTo(120))).keys()]).toEqual(idsTo(120));
  expect(inputs().map((input) => input.Filters?.[0]?.Values?.length)).toEqual([100, 20]);
});

it('makes no call for no instances', async () => {
  expect((await describeIds([])).size).toBe(0);
  expect(inputs()).toEqual([]);
});

it('finds the invalid id by halving, and returns all the others', async () => {
  showAllBut([idOf(13)]);
  const found = await describeIds(idsTo(50));
  expect([...found.keys()]).toEqual(idsTo(50).filter((id) => id !== idOf(13)));
  expect(inputs().length).toBeLessThanOrEqual(13);
});

it('returns none when every id is invalid', async () => {
  showAllBut(idsTo(3));
  expect((await describeIds(idsTo(3))).size).toBe(0);
});

it('does not take another error for an absence', async () => {
  showAllBut([idOf(1)], 'InternalServerError');
  await expect(describeIds(idsTo(4))).rejects.toMatchObject({ name: 'InternalServerError' });
  expect(inputs()).toHaveLength(1);
});
