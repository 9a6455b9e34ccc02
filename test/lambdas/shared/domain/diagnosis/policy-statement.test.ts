import { expect, it } from 'vitest';
import {
  missingActions,
  type PolicyStatement,
} from '../../../../../lambdas/shared/domain/diagnosis/policy-statement.ts';

function allow(actions: string[], fields: Partial<PolicyStatement> = {}): PolicyStatement {
  return { effect: 'Allow', actions, isInverted: false, isUnconditional: true, ...fields };
}
const deny = (actions: string[], fields: Partial<PolicyStatement> = {}) =>
  allow(actions, { effect: 'Deny', ...fields });

const register = 'ssm:UpdateInstanceInformation';
const channel = 'ssmmessages:OpenControlChannel';

it.each([
  ['nothing', [], [register, channel]],
  ['both by name', [allow([register, channel])], []],
  ['both by wildcards', [allow(['ssm:Update*', 'ssmmessages:*'])], []],
  ['everything', [allow(['*'])], []],
  ['names in another case', [allow(['SSM:updateinstanceinformation', 'ssmMessages:opencontrolchannel'])], []],
  ['a wildcard for one character', [allow(['ss?:UpdateInstanceInformation', channel])], []],
  ['a name that only begins alike', [allow(['ssm:UpdateInstance', channel])], [register]],
  ['a service that only begins alike', [allow(['ssm*'])], []],
  ['the old channel of commands', [allow(['ssm:*', 'ec2messages:*'])], []],
  ['no channel of commands', [allow(['ssm:*'])], [channel]],
  ['everything, with a denial', [allow(['*']), deny(['ssm:*'])], [register]],
  [
    'everything, with a denial of all else',
    [allow(['*']), deny([register], { isInverted: true })],
    [channel],
  ],
  [
    'everything, with a denial that has conditions',
    [allow(['*']), deny(['ssm:*'], { isUnconditional: false })],
    [],
  ],
  ['both, under conditions', [allow(['*'], { isUnconditional: false })], []],
  ['all but IAM', [allow(['iam:*'], { isInverted: true })], []],
  ['all but Systems Manager', [allow(['ssm:*'], { isInverted: true })], [register]],
  ['a dot, which is no wildcard', [allow(['ssm.UpdateInstanceInformation', channel])], [register]],
] as const)('a role that allows %s lacks %j', (_name, statements, missing) => {
  expect(missingActions(statements)).toEqual(missing);
});
