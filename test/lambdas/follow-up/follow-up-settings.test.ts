import { expect, it } from 'vitest';
import { followUpSettings } from '../../../lambdas/follow-up/follow-up-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';

const environment = { MUSTER_ROSTER_TABLE: 'Roster', MUSTER_ATTEMPTS_MAX: '3' };

it('the settings are what the template puts into the environment', () => {
  expect(readSettings(followUpSettings, environment)).toEqual({ rosterTable: 'Roster', attemptsMax: 3 });
});

it.each(['0', '-1', '1.5', 'many'])('refuses %s attempts', (attempts) => {
  const malformed = { ...environment, MUSTER_ATTEMPTS_MAX: attempts };
  expect(() => readSettings(followUpSettings, malformed)).toThrow('malformed: MUSTER_ATTEMPTS_MAX: ');
});
