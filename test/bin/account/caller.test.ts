import { expect, it } from 'vitest';
import { shortCaller } from '../../../bin/account/caller.ts';

// ARNs as in the IAM user guide ("IAM identifiers"); ids replaced.
it.each([
  ['arn:aws:sts::000000000000:assumed-role/Admins/jane@example.com', 'Admins/jane@example.com'],
  ['arn:aws-cn:iam::000000000000:user/division/jane', 'user/division/jane'],
  ['arn:aws:iam::000000000000:root', 'root'],
  ['arn:aws:sts::000000000000:federated-user/jane', 'federated-user/jane'],
])('%s is %s', (arn, caller) => {
  expect(shortCaller(arn)).toBe(caller);
});
