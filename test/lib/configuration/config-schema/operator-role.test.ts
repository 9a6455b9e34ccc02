import { expect, it } from 'vitest';
import { readConfig } from '../../../../lib/configuration/config.ts';
import { account, problemsOf, withEnvironment } from '../config-problems.ts';

it.each(['ops', 'muster.ops@example', `arn:aws:iam::${account}:role/teams/ops`])(
  'the role that muster assumes in an environment is a name or an ARN: %s',
  (operatorRole) => {
    const [deployment] = readConfig(withEnvironment({ operatorRole }));
    expect(deployment?.operatorRole).toBe(operatorRole);
  },
);

it.each(['', 'a b', 'teams/ops', `arn:aws:iam::${account}:user/jane`, 3])('%s is no role', (operatorRole) => {
  expect(problemsOf(withEnvironment({ operatorRole }))).toEqual([
    expect.stringMatching(/^environments\[0\]\.operatorRole: .* allowed: the name of a role, or its ARN$/),
  ]);
});
