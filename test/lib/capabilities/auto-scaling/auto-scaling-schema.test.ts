import { describe, expect, it } from 'vitest';
import {
  autoScaling,
  heartbeatSecondsOf,
} from '../../../../lib/capabilities/auto-scaling/auto-scaling-schema.ts';
import { problemsOf } from '../../configuration/config-problems.ts';

const gate = { otherwise: 'ABANDON' };
const problems = (groups: object) => problemsOf({ autoScaling: { groups } });

describe('a gate', () => {
  it('holds for an hour at most, and its hook times out after half of it', () => {
    const { web } = autoScaling.parse({ groups: { web: gate } }).groups;
    if (web === undefined) throw new Error('one group');
    expect(web).toEqual({ otherwise: 'ABANDON', holdSecondsMax: 3600 });
    expect(heartbeatSecondsOf(web)).toBe(1800);
    expect(heartbeatSecondsOf({ ...web, holdSecondsMax: 1000 })).toBe(1000);
    expect(heartbeatSecondsOf({ ...web, heartbeatSeconds: 700 })).toBe(700);
  });

  it.each([
    [
      'what becomes of the others',
      { web: {} },
      /^autoScaling\.groups\.web\.otherwise: received nothing; allowed: "CONTINUE" or "ABANDON"$/,
    ],
    ['a group', {}, /^autoScaling\.groups: received \{\}; allowed: an object of 1 to 50 names/],
    [
      'a name without a wildcard',
      { 'web*': gate },
      /^autoScaling\.groups\.web\*: .*allowed: the name of an Auto Scaling group/,
    ],
    [
      'a hold within bounds',
      { web: { ...gate, holdSecondsMax: 599 } },
      /holdSecondsMax: received 599; allowed: a whole number of seconds from 600 to 172800$/,
    ],
    [
      'a time-out that a hook may have',
      { web: { ...gate, heartbeatSeconds: 7201 } },
      /heartbeatSeconds: received 7201; .* from 600 to 7200$/,
    ],
  ])('needs %s', (_, groups, expected) => {
    expect(problems(groups)).toEqual([expect.stringMatching(expected)]);
  });
});
