import { describe, expect, it } from 'vitest';
import { environmentVariables } from '../../../../lambdas/shared/runtime/contract.ts';
import {
  readFollowUpSettings,
  readOnboardSettings,
  readPatchReportSettings,
  readSweepSettings,
} from '../../../../lambdas/shared/runtime/settings.ts';
import { lookTimes, profiles } from '../../builders.ts';

const environment: Readonly<Record<string, string>> = {
  [environmentVariables.rosterTable]: 'Roster',
  [environmentVariables.profiles]: JSON.stringify(profiles),
  [environmentVariables.exclusions]: JSON.stringify([{ key: 'muster:exclude', value: '*' }]),
  [environmentVariables.documentVersions]: JSON.stringify({ 'Muster-Linux': '7' }),
  [environmentVariables.closedEntryDays]: '30',
  [environmentVariables.claimLeaseSeconds]: '300',
  [environmentVariables.lookTimes]: JSON.stringify(lookTimes),
  [environmentVariables.attemptsMax]: '3',
};

/** Reads the environment above with one variable changed. */
const readWith = (name: string, value: string | undefined) =>
  readOnboardSettings({ ...environment, [name]: value });

describe('readOnboardSettings', () => {
  it('reads what the template puts into the environment', () => {
    expect(readOnboardSettings(environment)).toEqual({
      rosterTableName: 'Roster',
      profiles,
      exclusions: [{ key: 'muster:exclude', value: '*' }],
      documentVersions: { 'Muster-Linux': '7' },
      closedEntryDays: 30,
      claimLeaseSeconds: 300,
      lookTimes,
      attemptsMax: 3,
    });
  });

  it.each(Object.keys(environment))('refuses to start without %s, and names it', (name) => {
    expect(() => readWith(name, undefined)).toThrow(`The environment variable ${name} is not set.`);
    expect(() => readWith(name, '')).toThrow(`The environment variable ${name} is not set.`);
  });

  it.each([
    ['profiles that are not JSON', environmentVariables.profiles, '[{'],
    ['profiles that are no list', environmentVariables.profiles, '{}'],
    ['a profile without a name', environmentVariables.profiles, '[{"tags":{},"documents":{}}]'],
    [
      'a document for a platform that Systems Manager does not know',
      environmentVariables.profiles,
      '[{"name":"p","tags":{},"documents":{"Plan9":{"document":"D","parameters":{}}}}]',
    ],
    [
      'a parameter that is not a list',
      environmentVariables.profiles,
      '[{"name":"p","tags":{},"documents":{"Linux":{"document":"D","parameters":{"P":"1"}}}}]',
    ],
    ['an exclusion without a value', environmentVariables.exclusions, '[{"key":"k"}]'],
    ['a document version that is a number', environmentVariables.documentVersions, '{"D":7}'],
    ['document versions that are null', environmentVariables.documentVersions, 'null'],
    ['days in words', environmentVariables.closedEntryDays, 'thirty'],
    ['no days', environmentVariables.closedEntryDays, '0'],
    ['half a second', environmentVariables.claimLeaseSeconds, '0.5'],
    ['a negative lease', environmentVariables.claimLeaseSeconds, '-300'],
    ['look times without a horizon', environmentVariables.lookTimes, '{"earlySeconds":1}'],
    [
      'a step of no seconds',
      environmentVariables.lookTimes,
      JSON.stringify({ ...lookTimes, lateStepSeconds: 0 }),
    ],
    [
      'half a second between looks',
      environmentVariables.lookTimes,
      JSON.stringify({ ...lookTimes, lateStepSeconds: 0.5 }),
    ],
    ['no attempt', environmentVariables.attemptsMax, '0'],
  ])('refuses to start with %s, and names the variable', (_name, variable, value) => {
    expect(() => readWith(variable, value)).toThrow(`The environment variable ${variable} is malformed: `);
  });

  it('says where in a variable the mistake is, what was received and what is expected', () => {
    const value = '[{"name":"p","tags":{"a":1},"documents":{}}]';
    expect(() => readWith(environmentVariables.profiles, value)).toThrow(
      /0\.tags\.a: received 1; .*expected string/,
    );
  });
});

describe('readFollowUpSettings', () => {
  const followUp = {
    [environmentVariables.rosterTable]: 'Roster',
    [environmentVariables.attemptsMax]: '3',
  };

  it('reads what the template puts into the environment', () => {
    expect(readFollowUpSettings(followUp)).toEqual({ rosterTableName: 'Roster', attemptsMax: 3 });
  });

  it.each(Object.keys(followUp))('refuses to start without %s, and names it', (name) => {
    expect(() => readFollowUpSettings({ ...followUp, [name]: undefined })).toThrow(
      `variable ${name} is not set`,
    );
  });

  it.each(['0', '-1', '1.5', 'many'])('refuses %s attempts', (attempts) => {
    const malformed = { ...followUp, [environmentVariables.attemptsMax]: attempts };
    expect(() => readFollowUpSettings(malformed)).toThrow('MUSTER_ATTEMPTS_MAX is malformed');
  });
});

describe('readSweepSettings', () => {
  const sweep = {
    [environmentVariables.rosterTable]: 'Roster',
    [environmentVariables.launchQueueUrl]: 'https://queue',
    [environmentVariables.adoptPerSweepMax]: '0',
    [environmentVariables.missingAfterSeconds]: '1800',
  };

  it('reads what the template puts into the environment; nobody may be taken up', () => {
    expect(readSweepSettings(sweep)).toEqual({
      rosterTableName: 'Roster',
      launchQueueUrl: 'https://queue',
      adoptPerSweepMax: 0,
      missingAfterSeconds: 1800,
    });
  });

  it.each(Object.keys(sweep))('refuses to start without %s, and names it', (name) => {
    expect(() => readSweepSettings({ ...sweep, [name]: '' })).toThrow(`variable ${name} is not set`);
  });

  it.each([environmentVariables.adoptPerSweepMax, environmentVariables.missingAfterSeconds])(
    'refuses %s that is negative, half or in words',
    (name) => {
      for (const value of ['-1', '0.5', 'all']) {
        expect(() => readSweepSettings({ ...sweep, [name]: value })).toThrow(
          `variable ${name} is malformed: `,
        );
      }
    },
  );
});

describe('readPatchReportSettings', () => {
  const own = {
    [environmentVariables.reportBucket]: 'reports',
    [environmentVariables.outdatedAfterDays]: '14',
  };

  it('reads where the report goes and what is outdated', () => {
    expect(readPatchReportSettings(own)).toEqual({
      bucketName: 'reports',
      outdatedAfterDays: 14,
    });
  });

  it.each(Object.keys(own))('refuses to start without %s, and names it', (name) => {
    expect(() => readPatchReportSettings({ ...own, [name]: undefined })).toThrow(
      `The environment variable ${name} is not set.`,
    );
  });
});
