import { expect, it } from 'vitest';
import { describeRefusal } from '../../../bin/account/refusal.ts';

const error = (name: string, message = '', more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

it.each([
  [
    error('CredentialsProviderError', 'Could not load credentials from any providers'),
    'there are no credentials: ',
  ],
  [error('ExpiredTokenException'), 'the credentials have expired: '],
  [error('RequestExpired'), 'the credentials have expired: '],
  [error('UnrecognizedClientException'), 'AWS does not accept the credentials, or the region is not enabled'],
  [error('AuthFailure'), 'AWS does not accept the credentials'],
  [error('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }), 'the endpoint cannot be reached: '],
  [error('ThrottlingException'), 'AWS throttles the calls of this account: '],
  [error('Error', 'Region is missing'), 'no region is set: '],
  [error('InternalServerError', 'oops'), 'ssm:SendCommand failed: InternalServerError: oops'],
  ['a text', 'ssm:SendCommand failed: Error: a text'],
])('%s: %s', (thrown, line) => {
  expect(describeRefusal('ssm:SendCommand', thrown).startsWith(line)).toBe(true);
});

// Messages as AWS writes them (docs of IAM, "Troubleshoot access denied errors"); ids replaced.
it.each([
  [
    'AccessDeniedException',
    'User: arn:aws:sts::000000000000:assumed-role/ops/me is not authorized to perform: dynamodb:Scan on resource: arn:aws:dynamodb:eu-west-1:000000000000:table/T because no identity-based policy allows the dynamodb:Scan action',
    'dynamodb:Scan on arn:aws:dynamodb:eu-west-1:000000000000:table/T',
  ],
  [
    'UnauthorizedOperation',
    'You are not authorized to perform this operation. User: arn:aws:iam::000000000000:user/me is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action',
    'ec2:DescribeInstances',
  ],
  ['AccessDenied', '', 'sqs:GetQueueUrl'],
  ['ForbiddenException', '', 'sqs:GetQueueUrl'],
  ['UnauthorizedException', '', 'sqs:GetQueueUrl'],
])('a denial by %s names the action, and the policy that gives it', (name, message, what) => {
  expect(describeRefusal('sqs:GetQueueUrl', error(name, message))).toBe(
    `these credentials may not do ${what}: attach the policy of /muster/operators/read-policy-arn`,
  );
});

it('a denial names the policy that the command needs', () => {
  expect(describeRefusal('ssm:SendCommand', error('AccessDeniedException'), 'run')).toBe(
    'these credentials may not do ssm:SendCommand: attach the policy of /muster/operators/run-policy-arn',
  );
});
