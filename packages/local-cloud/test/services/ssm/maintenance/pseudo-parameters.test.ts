import { expect, it } from 'vitest';
import { fillPseudoParameters } from '../../../../src/services/ssm/maintenance/pseudo-parameters.ts';

const values = { WINDOW_ID: 'mw-1', RESOURCE_ID: 'a"b' };

it('pseudo parameters are filled in wherever they stand, and other braces stay', () => {
  const given = {
    Parameters: { Id: ['{{WINDOW_ID}}', '{{ RESOURCE_ID }}'], Other: ['{{ssm:x}} {{OTHER}}'] },
  };
  expect(fillPseudoParameters(given, values)).toEqual({
    Parameters: { Id: ['mw-1', 'a"b'], Other: ['{{ssm:x}} {{OTHER}}'] },
  });
});

it('one that has no value here is not emulated', () => {
  expect(() => fillPseudoParameters('{{TARGET_ID}}', values)).toThrow('the pseudo parameter {{TARGET_ID}}');
});
