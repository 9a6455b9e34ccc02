import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { selectOutputs, selectValue } from '../../../../src/services/ssm/automation/outputs.ts';

const answer = {
  Count: 2,
  Items: [
    { Name: 'a', Tags: [{ Key: 'k', Value: 'v' }] },
    { Name: 'b', Tags: [] },
  ],
};

describe('a selector', () => {
  it.each([
    ['$', answer],
    ['$.Count', 2],
    ['$.Items[1].Name', 'b'],
    ["$['Items'][0]['Name']", 'a'],
    ['$.Items[*].Name', ['a', 'b']],
    ['$..Name', ['a', 'b']],
    ['$.Items[0].Tags[*].Value', ['v']],
    ['$.Items[2].Name', undefined],
    ['$.constructor', undefined],
    ['$..None', []],
  ])('%s gives what is there', (selector, value) => {
    expect(selectValue(answer, selector)).toEqual(value);
  });

  it.each(['Count', '$.Items[?(@.Name=="a")]', '$.Items[0:1]', '$.Items[0,1]'])(
    '%s is not emulated',
    (selector) => {
      expect(() => selectValue(answer, selector)).toThrow(NotEmulatedError);
    },
  );
});

it('an output has the type that is declared', () => {
  const output = (name: string, selector: string, type: 'String' | 'StringList' | 'MapList') => ({
    ...{ name, selector, type },
  });
  expect(
    selectOutputs(answer, [
      output('Text', '$.Count', 'String'),
      output('List', '$.Items[0].Name', 'StringList'),
      output('Maps', '$.Items[0].Tags[0]', 'MapList'),
      output('None', '$.Nothing', 'String'),
    ]),
  ).toEqual({ Text: '2', List: ['a'], Maps: [{ Key: 'k', Value: 'v' }] });
});
