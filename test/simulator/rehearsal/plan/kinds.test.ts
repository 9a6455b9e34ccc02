import { expect, it } from 'vitest';
import { packText } from '../../../../lib/constructs/pack-text.ts';
import { readTagUse } from '../../../../simulator/rehearsal/plan/kinds.ts';

const variables = {
  PROFILES: JSON.stringify([{ name: 'web', tags: { role: 'web*', env: 'prod' } }]),
  EXCLUSIONS: JSON.stringify([{ key: 'Name', value: 'Packer*' }]),
  TABLE: 'roster of odd-key',
};
const use = readTagUse([{ variables }]);

it.each([
  ['a value that matches', use('role', 'web-1'), use('role', 'web-2'), true],
  ['a value that does not', use('role', 'web-1'), use('role', 'db'), false],
  ['one pattern of a key', use('Name', 'Packer 1'), use('Name', 'n1'), false],
  ['no pattern of a key', use('Name', 'n1'), use('Name', 'n2'), true],
  ['a key that is named in another form', use('odd-key', 'a'), use('odd-key', 'b'), false],
])('%s decides', (_, one, other, isSame) => {
  expect(one).toBeDefined();
  expect(one === other).toBe(isSame);
});

it('a setting that is packed, because it is long, is read as well', () => {
  const profiles = Array.from({ length: 40 }, (_, index) => ({
    name: `p${index}`,
    tags: { role: `web${index}*` },
  }));
  const packed = readTagUse([{ variables: { PROFILES: packText(JSON.stringify(profiles)) } }]);
  expect(packed('role', 'web1')).toBeDefined();
  expect(packed('role', 'web1')).not.toBe(packed('role', 'web2'));
});

it('a key that no setting names decides nothing', () => {
  expect(use('team', 'x')).toBeUndefined();
});
