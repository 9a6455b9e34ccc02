import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../configuration/config-problems.ts';

describe('the rest refuses', () => {
  it.each([
    [
      'an address that is none',
      { patching: { notifications: { emails: ['me'] } } },
      'patching.notifications.emails[0]: received "me"; allowed: an e-mail address',
    ],
    [
      'an event that Run Command does not know',
      { patching: { notifications: { events: ['Done'] } } },
      'patching.notifications.events[0]: received "Done"; allowed: one of All, InProgress, Success, TimedOut, Cancelled, Failed',
    ],
    [
      'a report every 32 days',
      { patching: { report: { everyDays: 32 } } },
      'patching.report.everyDays: received 32; allowed: a whole number of days from 1 to 31',
    ],
    [
      'an unknown field',
      { patching: { window: {} } },
      'patching.window: there is no such field; allowed: an object { patchGroups?, windows?, scan?, output?, notifications?, report? }',
    ],
  ])('%s', (_, input, problem) => {
    expect(problemsOf(input)).toEqual([problem]);
  });
});
