import { type Decision, evaluate } from '../../../src/core/iam/evaluate-policies.ts';
import { compilePolicy, type Policy } from '../../../src/core/iam/policy.ts';
import type { Authorization, Principal } from '../../../src/core/service.ts';
import { accountId } from '../../accounts.ts';

export const roleArn = `arn:aws:iam::${accountId}:role/team/OnboardRole`;
export const role: Principal = { kind: 'role', roleArn };
export const queueArn = `arn:aws:sqs:eu-west-1:${accountId}:Launches`;
export const ruleArn = `arn:aws:events:eu-west-1:${accountId}:rule/Running`;
export const events = {
  kind: 'service',
  service: 'events.amazonaws.com',
  sourceArn: ruleArn,
  sourceAccount: accountId,
} as const satisfies Principal;
export const nowMs = Date.UTC(2026, 10, 21, 12);

/** A statement of a policy. */
export type Statement = Record<string, unknown>;

export function policy(kind: 'identity' | 'resource', ...statements: Statement[]): Policy {
  return compilePolicy({ Version: '2012-10-17', Statement: statements }, { name: kind, kind });
}

/** A request to IAM. By default, there is no policy and a role sends a message to the queue. */
export interface Question {
  readonly identity?: Statement[];
  readonly resource?: Statement[];
  readonly principal?: Principal;
  readonly ask?: Partial<Authorization>;
}

export function decide({ identity = [], resource = [], principal = role, ask = {} }: Question): Decision {
  return evaluate({
    principalPolicies: [policy('identity', ...identity)],
    resourcePolicies: [policy('resource', ...resource)],
    authorization: { action: 'sqs:SendMessage', resource: queueArn, ...ask },
    principal,
    nowMs,
  });
}

export const allowSend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn };
