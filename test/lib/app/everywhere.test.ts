import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { capabilities } from '../../../lib/capabilities/capabilities.ts';
import { stackNameOf } from '../../../lib/capabilities/capability.ts';
import { environments, everything } from '../everything.ts';
import { synthesize } from '../synthesize.ts';

/** What the examples say themselves: ARNs, accounts and regions that a user gave. */
function givenTexts(value: unknown): string[] {
  if (typeof value === 'string') return /^arn:|^\d{12}$|\b[a-z]{2}-[a-z]+-\d\b/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(givenTexts) : [];
}

/** A template as text, without what the examples say themselves. */
function textOf(template: Template | undefined): string {
  return givenTexts(everything).reduce(
    (text, given) => text.replaceAll(given, '<given>'),
    JSON.stringify(template?.toJSON()),
  );
}

describe('with everything on, in two accounts and three regions', () => {
  let templates: ReadonlyMap<string, string>;
  beforeAll(() => {
    const all = synthesize({ ...everything, environments });
    templates = new Map([...all].map(([id, template]) => [id, textOf(template)]));
  });

  it('there is a stack for each capability in each place', () => {
    const names = capabilities.map((each) => stackNameOf(each, 'Muster'));
    const ids = environments.flatMap((place) => names.map((name) => `${name}-${place.name}`));
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

describe('with everything on, in no fixed place', () => {
  it.each(capabilities.map((each) => stackNameOf(each, 'Muster')))(
    '%s names no partition, account or region',
    (id) => {
      const text = textOf(synthesize(everything).get(id));
      expect(text.match(/arn:aws[a-z-]*:/g) ?? []).toEqual([]);
      expect(text.match(/\b\d{12}\b/g) ?? []).toEqual([]);
      expect(
        text.match(/\b[a-z]{2}(-gov|-iso[a-z]*)?-(north|south|east|west|central)[a-z]*-\d\b/g) ?? [],
      ).toEqual([]);
    },
  );
});
