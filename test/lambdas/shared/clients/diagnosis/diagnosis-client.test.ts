import { DescribeRouteTablesCommand } from '@aws-sdk/client-ec2';
import { GetPolicyVersionCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { idOf, idsTo } from '../../../builders.ts';
import { causeOf, diagnoseAll, document, mockAccount, placed, routeTable } from './diagnosis-account.ts';

const { ec2, iam, ssm } = mockAccount();
/** The number of calls to each service: EC2, IAM, Systems Manager. */
const callCounts = () => [ec2.calls().length, iam.calls().length, ssm.calls().length];

const denied = Object.assign(new Error('not you'), { name: 'AccessDenied' });

it('finds nothing in an account that works', async () => {
  expect(await causeOf()).toBe('AgentSilent');
});

it('makes no call for no instances', async () => {
  expect((await diagnoseAll([])).causes.size).toBe(0);
  expect(callCounts()).toEqual([0, 0, 0]);
});

it('asks once about what instances share, and answers for each', async () => {
  const instances = idsTo(500).map((instanceId) => placed({ instanceId }));
  const { causes, lines } = await diagnoseAll(instances);
  expect(causes.size).toBe(500);
  expect(callCounts()).toEqual([6, 6, 2]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ message: 'cause found', fields: [{ reason: 'AgentSilent', count: 500 }] });
});

describe('refused evidence leaves a gap, and the log says which', () => {
  const noWay = () =>
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable({ State: 'blackhole' })] });

  it.each([
    ['IAM', () => iam.onAnyCommand().rejects(denied), { code: 'NoRoute' }],
    [
      'EC2',
      () => ec2.onAnyCommand().rejects(denied),
      {
        code: 'CauseNotKnown',
        detail: 'not read: the owner of vpc-1; DNS support of vpc-1; 4 more',
        certainty: 'likely',
        lacksEvidence: true,
      },
    ],
    ['Systems Manager', () => ssm.onAnyCommand().rejects(denied), { code: 'NoRoute' }],
  ])('when %s refuses: the cause follows from the rest', async (_name, refuse, cause) => {
    noWay();
    refuse();
    const { causes, lines } = await diagnoseAll([placed()]);
    expect(causes.get(idOf(1))).toMatchObject(cause);
    const missing = lines.filter(({ level, message }) => level === 'warn' && message === 'evidence missing');
    expect(missing.length).toBeGreaterThan(0);
    for (const { fields } of missing)
      expect(fields).toEqual([expect.objectContaining({ answer: 'AccessDenied: not you' })]);
  });
});

it('logs one line for each cause and place', async () => {
  const { instanceProfileArn: _, ...without } = placed({ instanceId: idOf(3) });
  const { lines } = await diagnoseAll([
    placed({ isMetadataOn: false }),
    placed({ instanceId: idOf(2), isMetadataOn: false }),
    without,
  ]);
  expect(lines.map(({ level, message, fields }) => [level, message, ...fields])).toEqual([
    [
      'info',
      'cause found',
      expect.objectContaining({
        reason: 'MetadataOff',
        certainty: 'certain',
        count: 2,
        instanceIds: idsTo(2),
      }),
    ],
    [
      'info',
      'cause found',
      expect.objectContaining({
        ...{ reason: 'NoInstanceProfile', detail: undefined, count: 1, instanceIds: [idOf(3)] },
        notLookedAt: ['the network', 'the instance itself (its agent, clock, firewall and proxy)'],
      }),
    ],
  ]);
});

it('finds the cause with its place', async () => {
  iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: document() } });
  expect((await diagnoseAll([placed()])).causes.get(idOf(1))).toMatchObject({
    code: 'RoleLacksPermission',
    detail: 'role agent-role lacks ssm:UpdateInstanceInformation, ssmmessages:OpenControlChannel',
  });
});
