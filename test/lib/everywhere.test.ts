import { beforeAll, describe, expect, it } from 'vitest';
import { capabilities } from '../../lib/capabilities.ts';
import { accountId, otherAccountId } from '../accounts.ts';
import { everything } from './everything.ts';
import { synthesize } from './synthesize.ts';

/** Two accounts and three regions, one of them in another partition. */
const environments = [
  { name: 'frankfurt', account: accountId, region: 'eu-central-1' },
  { name: 'virginia', account: accountId, region: 'us-east-1' },
  { name: 'beijing', account: otherAccountId, region: 'cn-north-1' },
];

describe('with everything on, in two accounts and three regions', () => {
  let templates: ReadonlyMap<string, string>;
  beforeAll(() => {
    const all = synthesize({ ...everything, environments });
    templates = new Map([...all].map(([id, template]) => [id, JSON.stringify(template.toJSON())]));
  });

  it('there is a stack for each capability and place', () => {
    const names = ['Onboarding', ...capabilities.map(({ name }) => name)];
    const ids = environments.flatMap((place) => names.map((name) => `Muster${name}-${place.name}`));
    expect([...templates.keys()].sort()).toEqual(ids.sort());
  });

  it.each([
    ['frankfurt', 'aws'],
    ['beijing', 'aws-cn'],
  ])('every ARN in %s is of the partition %s', (place, partition) => {
    const texts = [...templates].filter(([id]) => id.endsWith(place)).map(([, text]) => text);
    const partitions = texts.flatMap((text) => text.match(/(?<=arn:)aws[a-z-]*(?=:)/g) ?? []);
    expect(new Set(partitions)).toEqual(new Set([partition]));
  });
});

describe('with everything on, in no place yet', () => {
  it.each(capabilities.map(({ name }) => `Muster${name}`))(
    '%s names no partition, account or region',
    (id) => {
      const text = JSON.stringify(synthesize(everything).get(id)?.toJSON());
      expect(text.match(/arn:aws[a-z-]*:/g) ?? []).toEqual([]);
      expect(text.match(/\b\d{12}\b/g) ?? []).toEqual([]);
      expect(
        text.match(/\b[a-z]{2}(-gov|-iso[a-z]*)?-(north|south|east|west|central)[a-z]*-\d\b/g) ?? [],
      ).toEqual([]);
    },
  );
});
