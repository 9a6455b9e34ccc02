import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../configuration/config-problems.ts';
import { sessionsExample } from './example.ts';

const sessionProblems = (sessions: unknown) => problemsOf({ sessions });
const access = (fields: object) => ({ access: { admins: { tags: { App: ['web'] }, ...fields } } });
const characters = 'letters, digits, spaces and _ . : / = + - @';

describe('the section sessions', () => {
  it('may be empty, and may have everything', () => {
    expect(sessionProblems({})).toEqual([]);
    expect(sessionProblems(sessionsExample)).toEqual([]);
  });

  it.each([
    [{ idleMinutes: 0 }, 'idleMinutes: received 0; allowed: a whole number of minutes from 1 to 60'],
    [{ idleMinutes: 61 }, 'idleMinutes: received 61; allowed: a whole number of minutes from 1 to 60'],
    [{ idleMinutes: '20' }, 'idleMinutes: received "20"; allowed: a whole number of minutes from 1 to 60'],
    [{ maxMinutes: 1441 }, 'maxMinutes: received 1441; allowed: a whole number of minutes from 1 to 1440'],
    [{ maxMinutes: 1.5 }, 'maxMinutes: received 1.5; allowed: a whole number of minutes from 1 to 1440'],
    [{ encrypt: 'yes' }, 'encrypt: received "yes"; allowed: true or false'],
    [{ applyPreferences: 1 }, 'applyPreferences: received 1; allowed: true or false'],
    [{ logGroup: true }, 'logGroup: received true; allowed: an object { name?, stream? }'],
    [
      { logBucket: { bucket: 'mine' } },
      'logBucket.bucket: there is no such field; allowed: an object { name?, prefix?, retentionDays? }',
    ],
    [
      { logBucket: { prefix: '/a' } },
      'logBucket.prefix: received "/a"; allowed: a prefix such as sessions, of letters, digits and ' +
        "! _ . * ' ( ) -, with / between its parts",
    ],
    [
      { logBucket: { retentionDays: 0 } },
      'logBucket.retentionDays: received 0; allowed: a whole number of days from 1 to 36500',
    ],
    [
      { runAs: { user: '-rf' } },
      'runAs.user: received "-rf"; allowed: the name of a user of Linux, such as operator',
    ],
    [
      { shellProfile: { linux: '' } },
      'shellProfile.linux: received ""; allowed: a string of at least one command',
    ],
    [{ emails: ['nobody'] }, 'emails[0]: received "nobody"; allowed: an e-mail address'],
    [
      { access: { Admins: { tags: { App: ['web'] } } } },
      'access.Admins: received "Admins"; allowed: lower-case letters, digits and dashes, at most 32',
    ],
    [
      { access: { admins: {} } },
      'access.admins.tags: received nothing; allowed: an object of tag keys and lists of values',
    ],
    [access({ tags: {} }), 'access.admins.tags: received {}; allowed: at least one tag key'],
    [
      access({ tags: { App: [] } }),
      'access.admins.tags.App: received []; allowed: a list of at least one tag value',
    ],
    [
      access({ tags: { App: ['$' + '{aws:username}'] } }),
      'access.admins.tags.App[0]: received "$' +
        `{aws:username}"; allowed: a tag value of at most 256 ${characters}, in which * stands for any text`,
    ],
    [
      access({ tags: { 'A*': ['web'] } }),
      `access.admins.tags.A*: received "A*"; allowed: a tag key of 1 to 128 ${characters}`,
    ],
    [
      access({ documents: [] }),
      'access.admins.documents: received []; allowed: a list of at least one document name',
    ],
    [
      access({ documents: ['*'] }),
      'access.admins.documents[0]: received "*"; allowed: the name of a Session document: ' +
        'SSM-SessionManagerRunShell, AWS-StartPortForwardingSession or one of your own',
    ],
    [
      { retention: 1 },
      'retention: there is no such field; allowed: an object { applyPreferences?, idleMinutes?, maxMinutes?, ' +
        'encrypt?, keyArn?, logGroup?, logBucket?, runAs?, shellProfile?, access?, emails? }',
    ],
  ])('refuses %j, and says what is allowed', (sessions, problem) => {
    expect(sessionProblems(sessions)).toEqual([`sessions.${problem}`]);
  });
});
