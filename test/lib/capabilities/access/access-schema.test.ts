import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../configuration/config-problems.ts';
import { accessExample } from './example.ts';

const accessProblems = (access: unknown) => problemsOf({ access });

describe('the section access', () => {
  it('may be empty, and may have everything', () => {
    expect(accessProblems({})).toEqual([]);
    expect(accessProblems(accessExample)).toEqual([]);
    expect(accessProblems({ defaultHostManagement: { role: 'service-role/Mine' } })).toEqual([]);
  });

  it.each([
    [
      { defaultHostManagement: true },
      'defaultHostManagement: received true; allowed: an object { role?, replaces? }',
    ],
    [
      { defaultHostManagement: { role: '/service-role/Mine' } },
      'defaultHostManagement.role: received "/service-role/Mine"; allowed: the name of a role with its path, ' +
        'such as service-role/ManagedInstances',
    ],
    [
      { protectedTags: { keys: ['aws:autoscaling:groupName'] } },
      'protectedTags.keys[0]: received "aws:autoscaling:groupName"; allowed: a tag key of 1 to 128 letters, digits, ' +
        'spaces and _ . : / = + - @, not beginning with aws:',
    ],
    [
      { protectedTags: { exceptRoles: ['arn:aws:iam::role/x'] } },
      'protectedTags.exceptRoles[0]: received "arn:aws:iam::role/x"; allowed: the name of a role, with its path, ' +
        'in which * stands for any text, such as platform-*',
    ],
    [{ protectedTags: { atLaunch: 'no' } }, 'protectedTags.atLaunch: received "no"; allowed: true or false'],
    [
      { protectedTags: null },
      'protectedTags: received null; allowed: an object { keys?, exceptRoles?, atLaunch? }',
    ],
    [
      { dhmc: {} },
      'dhmc: there is no such field; allowed: an object { defaultHostManagement?, blockPublicDocuments?, protectedTags? }',
    ],
  ])('refuses %j, and says what is allowed', (access, problem) => {
    expect(accessProblems(access)).toEqual([`access.${problem}`]);
  });
});
