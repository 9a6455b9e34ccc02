import { expect, it } from 'vitest';
import { verificationItems } from '../../../../../lambdas/shared/domain/verification/verification-items.ts';
import type { VerificationSettings } from '../../../../../lambdas/shared/domain/verification/verification-settings.ts';
import { anAgent, anEntry, type EntryFields, someSettings, someVerification } from '../../../builders.ts';

const one = {
  status: 'onboarded',
  document: 'Muster-Linux',
  documentVersion: '5',
  profile: 'default',
} as const;
const itemsOf = (
  fields: EntryFields,
  verification: Partial<VerificationSettings> = {},
  settings: Parameters<typeof someSettings>[0] = {},
) =>
  verificationItems(
    anEntry({ ...one, ...fields }),
    someVerification({ every: 'day', ...verification }),
    someSettings(settings),
  );

it('a document is verified in the version that the instance has, with the parameters of its profile', () => {
  expect(itemsOf({})).toEqual([
    {
      ...{ instanceId: anEntry().instanceId, document: 'Muster-Linux', documentVersion: '5' },
      parameters: { Version: ['1.2.3'], Operation: ['Verify'] },
    },
  ]);
});

it('each agent that is there is verified by itself', () => {
  const has = { document: 'Muster-Falcon', documentVersion: '2' };
  const agents = [
    anAgent('falcon', 'onboarded', has),
    anAgent('datadog', 'onboarded', { document: 'Muster-Linux', documentVersion: '5' }),
    anAgent('late', 'waiting', has),
    anAgent('broken', 'failed', has),
    anAgent('old', 'onboarded', { ...has, leaving: true }),
  ];
  expect(
    itemsOf({ agents }).map(({ document, documentVersion }) => `${document}:${documentVersion}`),
  ).toEqual(['Muster-Falcon:2', 'Muster-Linux:5']);
});

it.each<[string, EntryFields, Partial<VerificationSettings>]>([
  ['when nothing is to be verified', {}, { every: 'never' }],
  ['of a document that cannot verify', {}, { documents: [] }],
  ['while a command is under way', { status: 'commanded' }, {}],
  ['of an instance that has stopped', { status: 'gone' }, {}],
  ['without a document', { document: 'Other' }, {}],
])('nothing is verified %s', (_, fields, verification) => {
  expect(itemsOf(fields, verification)).toEqual([]);
});

it('nothing is verified where the profile sends another operation', () => {
  const profile = (Operation: string) => ({
    ...{ name: 'default', tags: {} },
    documents: { Linux: { document: 'Muster-Linux', parameters: { Operation: [Operation] } } },
  });
  expect(itemsOf({}, {}, { profiles: [profile('Uninstall')] })).toEqual([]);
  expect(itemsOf({}, {}, { profiles: [profile('Install')] })).toHaveLength(1);
});
