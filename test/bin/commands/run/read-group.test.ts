import { expect, it } from 'vitest';
import { readGroup } from '../../../../bin/commands/run/read-group.ts';
import { readConfig } from '../../../../lib/configuration/config.ts';

const stack = `arn:aws:cloudformation:eu-central-1:${'0'.repeat(12)}:stack/shop/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`;
const [{ settings } = { settings: undefined }] = readConfig({
  groups: { web: { tags: { Team: ['shop', 'data'], Tier: ['web'] } }, shop: { stack } },
});
const conditionsOf = (name: string) => (settings === undefined ? [] : readGroup(settings, name));

it.each(['web', 'Muster-web'])('a group is what its query says, by either of its names: %s', (name) => {
  expect(conditionsOf(name)).toEqual([
    { tagKey: 'Team', values: ['shop', 'data'] },
    { tagKey: 'Tier', values: ['web'] },
  ]);
});

it.each([
  ['none', '--group none: allowed is one of muster.config.ts: web, shop'],
  ['shop', '--group shop: it is of a stack, and no tag tells its members: name their ids'],
])('refuses %s', (name, line) => {
  expect(() => conditionsOf(name)).toThrow(line);
});
