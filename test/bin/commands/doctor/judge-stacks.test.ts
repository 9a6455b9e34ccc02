import { expect, it } from 'vitest';
import { judgeQuickSetup, judgeStacks } from '../../../../bin/commands/doctor/judge-stacks.ts';

const stack = (status: string) => [{ name: 'MusterOnboarding', status }];

// The statuses of the CloudFormation user guide ("Stack status codes").
it.each([
  ['CREATE_COMPLETE', 'ok'],
  ['UPDATE_COMPLETE', 'ok'],
  ['IMPORT_COMPLETE', 'ok'],
  ['UPDATE_IN_PROGRESS', 'warn'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'warn'],
  ['UPDATE_ROLLBACK_COMPLETE', 'warn'],
  ['ROLLBACK_COMPLETE', 'fail'],
  ['REVIEW_IN_PROGRESS', 'warn'],
  ['UPDATE_ROLLBACK_FAILED', 'fail'],
  ['DELETE_FAILED', 'fail'],
])('a stack that is %s is %s', (status, verdict) => {
  expect(judgeStacks(['MusterOnboarding'], stack(status)).verdict).toBe(verdict);
});

it('a stack of the configuration that is not deployed is a failure', () => {
  const check = judgeStacks(['MusterOnboarding', 'MusterPatching'], stack('CREATE_COMPLETE'));
  expect(check).toMatchObject({
    verdict: 'fail',
    found: 'MusterPatching is in the configuration and not deployed',
  });
});

it('Quick Setup is known by the name of its stacks, and by no other name that is alike', () => {
  // A name as CloudTrail recorded it in a real account (CreateStack of a public test fixture).
  const name = 'StackSet-AWS-QuickSetup-SSMHostMgmt-LA-qm255-1ba8b947-4616-48a1-9d95-535b245c559c';
  const status = 'CREATE_COMPLETE';
  expect(judgeQuickSetup([{ name, status }]).found).toContain(`at work here: ${name}`);
  expect(judgeQuickSetup([{ name: 'our-AWS-QuickSetup-notes', status }]).found).toMatch(/^no stack /);
});
