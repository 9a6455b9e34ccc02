import { describe, expect, it } from 'vitest';
import type { PolicyStatement } from '../../../../../lambdas/shared/domain/diagnosis/policy-statement.ts';
import {
  describeRole,
  isBounded,
  isShort,
  isUnread,
  roleEvidence,
} from '../../../../../lambdas/shared/domain/diagnosis/role-evidence.ts';

const allow = (...actions: string[]): PolicyStatement => ({
  effect: 'Allow',
  actions,
  isInverted: false,
  isUnconditional: true,
  coversAgents: true,
});
const everything = [allow('*')];
const arn = 'arn:aws:iam::000000000000:policy/team/limits';

describe('a role with a permissions boundary', () => {
  it.each([
    ['both allow everything', everything, everything, 'nothing'],
    ['the boundary allows only storage', everything, [allow('s3:*')], 'the boundary'],
    [
      'the boundary denies it',
      everything,
      [...everything, { ...allow('ssm:*'), effect: 'Deny' }],
      'the boundary',
    ],
    [
      'the boundary denies it under conditions',
      everything,
      [...everything, { ...allow('ssm:*'), effect: 'Deny', isUnconditional: false }],
      'nothing',
    ],
    ['the role allows only storage', [allow('s3:*')], everything, 'the role'],
    ['neither allows it', [allow('s3:*')], [allow('s3:*')], 'the role'],
    [
      'each allows another channel of commands',
      [allow('ssm:*', 'ssmmessages:*')],
      [allow('ssm:*', 'ec2messages:*')],
      'the boundary',
    ],
    ['the boundary could not be read', everything, undefined, 'unread'],
    ['the policies could not be read', undefined, everything, 'unread'],
    ['the policies could not be read, and the boundary refuses', undefined, [allow('s3:*')], 'the boundary'],
  ] as const)('%s: %s', (_name, identity, statements, fault) => {
    const role = roleEvidence('web', { identity, boundary: { arn, statements } });
    const unread = isUnread(role) ? 'unread' : 'nothing';
    expect(isShort(role) ? (isBounded(role) ? 'the boundary' : 'the role') : unread).toBe(fault);
  });

  it('is described by what is at fault', () => {
    const bounded = roleEvidence('web', {
      identity: everything,
      boundary: { arn, statements: [allow('s3:*')] },
    });
    expect(describeRole(bounded)).toBe(
      'the boundary team/limits of role web does not allow ssm:UpdateInstanceInformation, ssmmessages:OpenControlChannel',
    );
    expect(describeRole(roleEvidence('web', { identity: [allow('ssm:*')] }))).toBe(
      'role web lacks ssmmessages:OpenControlChannel',
    );
  });
});
