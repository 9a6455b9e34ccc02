import { describe, expect, test } from 'vitest';
import { accessDenied } from '../../../src/core/iam/access-denied.ts';
import { accountId } from '../../accounts.ts';
import { allowSend, decide, events, type Question, queueArn, role } from './decide.ts';

describe('denials on the wire', () => {
  function denial(action: string, question: Question = {}) {
    const authorization = { action, resource: action.startsWith('ec2') ? '*' : queueArn };
    const principal = question.principal ?? role;
    const decision = decide({ ...question, ask: authorization });
    return accessDenied({ principal, authorization, decision, sessionName: 'onboard' });
  }

  const user = `User: arn:aws:sts::${accountId}:assumed-role/OnboardRole/onboard is not authorized to perform:`;

  test('each service has its own code', () => {
    expect(denial('ssm:SendCommand')).toMatchObject({
      code: 'AccessDeniedException',
      statusCode: 400,
      message: `${user} ssm:SendCommand on resource: ${queueArn} because no identity-based policy allows the ssm:SendCommand action`,
    });
    expect(denial('ec2:DescribeInstances')).toMatchObject({
      code: 'UnauthorizedOperation',
      statusCode: 403,
      message: `You are not authorized to perform this operation. ${user} ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`,
    });
    expect(denial('sqs:SendMessage').code).toBe('AccessDenied');
  });

  test('an explicit deny names the kind of policy', () => {
    const deny = { ...allowSend, Effect: 'Deny' };
    expect(denial('sqs:SendMessage', { identity: [deny] }).message).toContain(
      'explicit deny in an identity-based policy',
    );
    expect(denial('sqs:SendMessage', { resource: [{ ...deny, Principal: '*' }] }).message).toContain(
      'explicit deny in a resource-based policy',
    );
  });

  test('a service without a grant lacks a resource-based policy', () => {
    expect(denial('sqs:SendMessage', { principal: events }).message).toContain(
      'no resource-based policy allows',
    );
  });
});
