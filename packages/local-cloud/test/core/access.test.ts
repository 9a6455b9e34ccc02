import { describe, expect, it } from 'vitest';
import { Access } from '../../src/core/access.ts';
import type { Principal } from '../../src/core/service.ts';
import { Timeline } from '../../src/core/timeline.ts';
import { accountId, region, startMs } from '../cloud-bench.ts';

const roleArn = `arn:aws:iam::${accountId}:role/Onboard`;
const role: Principal = { kind: 'role', roleArn };
const queueArn = `arn:aws:sqs:${region}:${accountId}:Launches`;
const allow = (Action: string | string[], Resource: string, Sid?: string) => ({
  Version: '2012-10-17',
  Statement: [{ ...(Sid === undefined ? {} : { Sid }), Effect: 'Allow', Action, Resource }],
});
const newAccess = () => new Access(new Timeline(startMs));

describe('access', () => {
  it("is denied to a role without policies, with AWS's message", () => {
    const refusal = newAccess().refusal(role, { action: 'sqs:DeleteMessage', resource: queueArn });
    expect(refusal).toMatchObject({
      code: 'AccessDenied',
      statusCode: 403,
      message:
        `User: arn:aws:sts::${accountId}:assumed-role/Onboard/session is not authorized to perform: sqs:DeleteMessage ` +
        `on resource: ${queueArn} because no identity-based policy allows the sqs:DeleteMessage action`,
    });
  });

  it.each([
    ['ssm:SendCommand', 'AccessDeniedException', 400, 'User: '],
    ['dynamodb:PutItem', 'AccessDeniedException', 400, 'User: '],
    [
      'ec2:DescribeInstances',
      'UnauthorizedOperation',
      403,
      'You are not authorized to perform this operation. User: ',
    ],
    ['sns:Publish', 'AuthorizationError', 403, 'User: '],
  ])('to %s is denied with %s', (action, code, statusCode, start) => {
    const refusal = newAccess().refusal(role, { action, resource: '*' });
    expect(refusal).toMatchObject({ code, statusCode });
    expect(refusal?.message.startsWith(start)).toBe(true);
    expect(refusal?.message).not.toContain('on resource');
  });

  it('is allowed by policies that are attached one after another', () => {
    const access = newAccess();
    access.attachToRole(roleArn, 'one', allow('sqs:DeleteMessage', queueArn));
    access.attachToRole(roleArn, 'two', allow('ssm:SendCommand', '*'));
    expect(access.refusal(role, { action: 'sqs:DeleteMessage', resource: queueArn })).toBeUndefined();
    expect(access.refusal(role, { action: 'ssm:SendCommand', resource: 'x' })).toBeUndefined();
    expect(access.refusal(role, { action: 'sqs:DeleteMessage', resource: `${queueArn}2` })).toBeDefined();
  });

  it('names a session after its function', () => {
    const access = newAccess();
    access.nameSessions(roleArn, 'Shop-Onboard');
    const refusal = access.refusal(role, { action: 'ssm:SendCommand', resource: '*' });
    expect(refusal?.message).toContain('assumed-role/Onboard/Shop-Onboard is not');
  });

  it('throws the first denial of several authorizations', () => {
    const access = newAccess();
    access.attachToRole(roleArn, 'one', allow('ssm:SendCommand', '*'));
    const questions = ['ssm:SendCommand', 'ssm:ListCommands', 'ssm:CancelCommand'].map((action) => ({
      action,
      resource: '*',
    }));
    expect(() => access.require(role, questions)).toThrow(/perform: ssm:ListCommands/);
    expect(() => access.require(role, questions.slice(0, 1))).not.toThrow();
    expect(() => access.require({ kind: 'administrator' }, questions)).not.toThrow();
  });

  it('refuses an authorization that differs from the one before only in its conditions, action or resource', () => {
    const access = newAccess();
    access.attachToRole(roleArn, 'one', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'ssm:SendCommand', Resource: '*' },
        {
          Effect: 'Deny',
          Action: 'ssm:SendCommand',
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceTag/stage': 'prod' } },
        },
        { Effect: 'Deny', Action: 'ssm:SendCommand', Resource: `${queueArn}2` },
      ],
    });
    const asked = { action: 'ssm:SendCommand', resource: 'x' };
    const others = [
      { ...asked, conditions: { 'aws:ResourceTag/stage': 'prod' } },
      { ...asked, resource: `${queueArn}2` },
      { ...asked, action: 'ssm:ListCommands' },
    ];
    expect(() => access.require(role, [asked, asked, asked])).not.toThrow();
    for (const other of others)
      expect(() => access.require(role, [asked, asked, other])).toThrow(/not authorized/);
    const tagged = (stage: string) => ({ ...asked, conditions: { 'aws:ResourceTag/stage': stage } });
    expect(() => access.require(role, [tagged('test'), tagged('prod')])).toThrow(/explicit deny/);
  });

  it('of a service is allowed by the policy of the resource, for the rule in that policy', () => {
    const access = newAccess();
    const ruleArn = `arn:aws:events:${region}:${accountId}:rule/Running`;
    const events = (sourceArn: string): Principal => ({
      kind: 'service',
      service: 'events.amazonaws.com',
      sourceArn,
      sourceAccount: accountId,
    });
    const question = { action: 'sqs:SendMessage', resource: queueArn };
    expect(access.refusal(events(ruleArn), question)?.message).toContain(
      'because no resource-based policy allows',
    );
    access.attachToResource(queueArn, 'policy', {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        },
      ],
    });
    expect(access.refusal(events(ruleArn), question)).toBeUndefined();
    expect(access.refusal(events(`${ruleArn}2`), question)).toBeDefined();
  });
});

describe('unused permissions', () => {
  it('are listed by role, policy, statement, action and resource', () => {
    const access = newAccess();
    access.attachToRole(
      roleArn,
      'given',
      allow(['sqs:DeleteMessage', 'sqs:ReceiveMessage'], queueArn, 'Queue'),
    );
    const unused = () => access.unusedPermissions();
    expect(unused().map(({ action }) => action)).toEqual(['sqs:DeleteMessage', 'sqs:ReceiveMessage']);
    access.refusal(role, { action: 'sqs:DeleteMessage', resource: queueArn });
    access.refusal(role, { action: 'sqs:ReceiveMessage', resource: `${queueArn}2` });
    expect(unused()).toEqual([
      {
        roleArn,
        policyName: 'given',
        statementId: 'Queue',
        action: 'sqs:ReceiveMessage',
        resource: queueArn,
      },
    ]);
    access.refusal(role, { action: 'sqs:ReceiveMessage', resource: queueArn });
    expect(unused()).toEqual([]);
  });

  it('do not include used ones after the role gets another policy', () => {
    const access = newAccess();
    access.attachToRole(roleArn, 'one', allow('ssm:SendCommand', '*'));
    access.refusal(role, { action: 'ssm:SendCommand', resource: '*' });
    access.attachToRole(roleArn, 'two', allow('ssm:ListCommands', '*'));
    expect(access.unusedPermissions().map(({ action }) => action)).toEqual(['ssm:ListCommands']);
  });

  it('stay unused by calls of an administrator', () => {
    const access = newAccess();
    access.attachToRole(roleArn, 'one', allow('ssm:SendCommand', '*'));
    access.refusal({ kind: 'administrator' }, { action: 'ssm:SendCommand', resource: '*' });
    expect(access.unusedPermissions()).toHaveLength(1);
  });
});
