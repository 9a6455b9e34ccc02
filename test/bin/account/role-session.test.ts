import { expect, it } from 'vitest';
import { sessionName } from '../../../bin/account/role-session.ts';

it.each([
  ['arn:aws:sts::000000000000:assumed-role/Admins/jane@example.com', 'muster-jane@example.com'],
  ['arn:aws:iam::000000000000:user/ops/jane', 'muster-jane'],
  [`arn:aws:iam::000000000000:user/${'x'.repeat(64)}`, `muster-${'x'.repeat(57)}`],
  ['arn:aws:iam::000000000000:root', 'muster-arn-aws-iam--000000000000-root'],
])('a session is named for its caller: %s', (arn, name) => {
  expect(sessionName(arn)).toBe(name);
});
