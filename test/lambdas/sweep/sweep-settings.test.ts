import { expect, it } from 'vitest';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';
import { sweepSettings } from '../../../lambdas/sweep/sweep-settings.ts';

const environment = {
  MUSTER_ROSTER_TABLE: 'Roster',
  MUSTER_LAUNCH_QUEUE_URL: 'https://queue',
  MUSTER_MISSING_AFTER_SECONDS: '1800',
  MUSTER_PROFILES: '[{"name":"default","tags":{}}]',
  MUSTER_EXCLUSIONS: '[{"key":"muster:exclude","value":"*"}]',
  MUSTER_CONFIGURATION: 'digest-1',
  MUSTER_VERIFY_EVERY: 'day',
  MUSTER_OUTSIDE: 'null',
};

it('the settings are what the template puts into the environment; nobody may be taken up', () => {
  expect(readSettings(sweepSettings, environment)).toEqual({
    rosterTable: 'Roster',
    launchQueueUrl: 'https://queue',
    missingAfterSeconds: 1800,
    profiles: [{ name: 'default', tags: {} }],
    exclusions: [{ key: 'muster:exclude', value: '*' }],
    configuration: 'digest-1',
    verifyEvery: 'day',
    outside: null,
  });
});

it.each(['MUSTER_MISSING_AFTER_SECONDS'])('refuses %s that is negative, half or in words', (variable) => {
  for (const value of ['-1', '0.5', 'all']) {
    expect(() => readSettings(sweepSettings, { ...environment, [variable]: value })).toThrow(
      `malformed: ${variable}: `,
    );
  }
});
