import { describe, expect, it } from 'vitest';
import {
  account,
  otherAccount,
  problemsOf,
  profile,
  withChoice,
  withEnvironment,
  withProfile,
} from './config-problems.ts';

const list = (length: number) => Array.from({ length }, () => 'x').join('');

/** For each field: the input around a value, accepted values (the bounds), refused values, the message. */
const fields: readonly {
  field: string;
  input: (value: unknown) => object;
  taken: readonly unknown[];
  refused: readonly unknown[];
  allowed: string;
}[] = [
  {
    field: 'launchDelaySeconds',
    input: (launchDelaySeconds) => ({ launchDelaySeconds }),
    taken: [0, 900],
    refused: [-1, 901, 1.5, Number.NaN, '180', null],
    allowed: 'a whole number of seconds from 0 to 900',
  },
  {
    field: 'batchingWindowSeconds',
    input: (batchingWindowSeconds) => ({ batchingWindowSeconds }),
    taken: [1, 300],
    refused: [0, 301, 0.5, Number.POSITIVE_INFINITY, true],
    allowed: 'a whole number of seconds from 1 to 300',
  },
  {
    field: 'batchSizeMax',
    input: (batchSizeMax) => ({ batchSizeMax }),
    taken: [11, 6000],
    refused: [10, 10_001, 1e99, [11]],
    allowed: 'a whole number of messages from 11 to 6000',
  },
  {
    field: 'concurrencyMax',
    input: (concurrencyMax) => ({ concurrencyMax }),
    taken: [2, 1000],
    refused: [1, 1001, {}],
    allowed: 'a whole number of calls from 2 to 1000',
  },
  {
    field: 'recheckMinutes',
    input: (recheckMinutes) => ({ recheckMinutes }),
    taken: [1, 60],
    refused: [0, 61, 2.5, '5'],
    allowed: 'a whole number of minutes from 1 to 60',
  },
  {
    field: 'lateRecheckMinutes',
    input: (lateRecheckMinutes) => ({ lateRecheckMinutes }),
    taken: [1, 1440],
    refused: [0, 1441, null],
    allowed: 'a whole number of minutes from 1 to 1440',
  },
  {
    field: 'horizonMinutes',
    input: (horizonMinutes) => ({ horizonMinutes }),
    taken: [10, 10_080],
    refused: [9, 10_081, '2h'],
    allowed: 'a whole number of minutes from 10 to 10080',
  },
  {
    field: 'commandAttemptsMax',
    input: (commandAttemptsMax) => ({ commandAttemptsMax }),
    taken: [1, 10],
    refused: [0, 11, Number.NaN],
    allowed: 'a whole number of commands from 1 to 10',
  },
  {
    field: 'environments',
    input: (environments) => ({ environments }),
    taken: [[]],
    refused: ['prod', {}, null],
    allowed: 'a list of { name, account, region, operatorRole?, overrides? }',
  },
  {
    field: 'environments[0].name',
    input: (name) => withEnvironment({ name }),
    taken: ['p', 'prod-2', `p${list(31)}`],
    refused: ['', 'Prod', '2prod', `p${list(32)}`, 'a b', undefined, 3],
    allowed: 'lower-case letters, digits and dashes, at most 32',
  },
  {
    field: 'environments[0].account',
    input: (value) => withEnvironment({ account: value }),
    taken: [account, otherAccount],
    refused: [0, '0'.repeat(11), '0'.repeat(13), `${'0'.repeat(11)}x`, undefined],
    allowed: 'a string of 12 digits',
  },
  {
    field: 'environments[0].region',
    input: (region) => withEnvironment({ region }),
    taken: [
      'eu-central-1',
      'us-gov-west-1',
      'cn-north-1',
      'ap-southeast-7',
      'eusc-de-east-1',
      'us-isob-east-1',
    ],
    refused: ['', 'frankfurt', 'EU-CENTRAL-1', 'eu-central', 'eu-central-1a', undefined, 1],
    allowed: 'the code of an AWS region, such as eu-central-1',
  },
  {
    field: 'profiles',
    input: (profiles) => ({ profiles }),
    taken: [[profile]],
    refused: [[]],
    allowed: 'a list of at least one profile',
  },
  {
    field: 'profiles[0].name',
    input: (name) => withProfile({ name }),
    taken: ['a', 'emr-core'],
    refused: ['', 'EMR', 'a_b', undefined],
    allowed: 'lower-case letters, digits and dashes, at most 32',
  },
  {
    field: 'profiles[0].tags',
    input: (tags) => withProfile({ tags }),
    taken: [{}, { a: '' }, { [list(128)]: list(256) }],
    refused: ['a', [], null],
    allowed: 'an object of tag keys and values',
  },
  {
    field: 'profiles[0].tags.team',
    input: (team) => withProfile({ tags: { team } }),
    taken: ['*', list(256)],
    refused: [list(257), 3, null],
    allowed: 'a tag value of at most 256 characters, in which * stands for any text',
  },
  {
    field: 'profiles[0].documents',
    input: (documents) => withProfile({ documents }),
    taken: [undefined, {}, { MacOS: { document: 'AWS-UpdateSSMAgent' } }],
    refused: ['InstallAgentLinux', []],
    allowed: 'an object of Linux, Windows, MacOS',
  },
  {
    field: 'profiles[0].documents.Linux',
    input: withChoice,
    taken: [{ document: 'InstallAgentLinux' }],
    refused: ['InstallAgentLinux', null],
    allowed: 'an object { document, parameters? }',
  },
  {
    field: 'profiles[0].documents.Linux.document',
    input: (document) => withChoice({ document }),
    taken: ['abc', list(128)],
    refused: ['ab', list(129), 'a b c', undefined, 3],
    allowed: 'the name of a file in documents/command (InstallAgentLinux) or of AWS (AWS-..., Amazon...)',
  },
  {
    field: 'profiles[0].documents.Linux.parameters.AgentVersion',
    input: (AgentVersion) => withChoice({ document: 'InstallAgentLinux', parameters: { AgentVersion } }),
    taken: ['', '1.0'],
    refused: [1, ['1.0'], null],
    allowed: 'a string',
  },
  {
    field: 'excludeTags',
    input: (excludeTags) => ({ excludeTags }),
    taken: [[], [{ key: 'a' }]],
    refused: [{}, 'a', null],
    allowed: 'a list of { key, value? }',
  },
  {
    field: 'excludeTags[0].key',
    input: (key) => ({ excludeTags: [{ key }] }),
    taken: ['a', list(128)],
    refused: ['', list(129), undefined, 3],
    allowed: 'a tag key of 1 to 128 characters',
  },
  {
    field: 'excludeTags[0].value',
    input: (value) => ({ excludeTags: [{ key: 'a', value }] }),
    taken: ['', '*', list(256)],
    refused: [list(257), true],
    allowed: 'a tag value of at most 256 characters, in which * stands for any text',
  },
  {
    field: 'documents',
    input: (documents) => ({ documents }),
    taken: [{}],
    refused: [[], 'InstallAgentLinux'],
    allowed: 'an object of document names, each with its parameters',
  },
  {
    field: 'documents.InstallAgentLinux',
    input: (InstallAgentLinux) => ({ documents: { InstallAgentLinux } }),
    taken: [{}, { AgentName: 'agent' }],
    refused: ['agent', null],
    allowed: 'an object of parameter names and strings',
  },
  {
    field: 'documents.InstallAgentLinux.Agent_Name',
    input: (value) => ({ documents: { InstallAgentLinux: value === 'key' ? { Agent_Name: 'x' } : {} } }),
    taken: ['no key'],
    refused: ['key'],
    allowed: 'the name of a parameter: letters and digits',
  },
  {
    field: 'alarmEmails',
    input: (alarmEmails) => ({ alarmEmails }),
    taken: [[], ['ops@example.com']],
    refused: ['ops@example.com', {}],
    allowed: 'a list of e-mail addresses',
  },
  {
    field: 'alarmEmails[0]',
    input: (email) => ({ alarmEmails: [email] }),
    taken: ['ops@example.com'],
    refused: ['ops', '', 3],
    allowed: 'an e-mail address',
  },
  {
    field: 'retention',
    input: (retention) => ({ retention }),
    taken: [{}],
    refused: [90, 'long', null],
    allowed: 'an object { logDays?, closedEntryDays?, deadLetterDays? }',
  },
  {
    field: 'retention.logDays',
    input: (logDays) => ({ retention: { logDays } }),
    taken: [1, 3653],
    refused: [0, 2, 3654, '90'],
    allowed:
      'one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, ' +
      '3653 (what CloudWatch Logs takes)',
  },
  {
    field: 'retention.closedEntryDays',
    input: (closedEntryDays) => ({ retention: { closedEntryDays } }),
    taken: [1, 3650],
    refused: [0, 3651, 1.5],
    allowed: 'a whole number of days from 1 to 3650',
  },
  {
    field: 'retention.deadLetterDays',
    input: (deadLetterDays) => ({ retention: { deadLetterDays } }),
    taken: [1, 14],
    refused: [0, 15],
    allowed: 'a whole number of days from 1 to 14',
  },
  {
    field: 'names',
    input: (names) => ({ names }),
    taken: [{}],
    refused: ['Muster', null],
    allowed: 'an object { prefix?, parameterPath? }',
  },
  {
    field: 'names.prefix',
    input: (prefix) => ({ names: { prefix } }),
    taken: ['Ab', `A${'1'.repeat(19)}`, 'fleet'],
    refused: ['A', `A${'1'.repeat(20)}`, '1fleet', 'a-b', 'AWSthing', 'amazonThing', 'Amzn1', '', 3],
    allowed: 'letters and digits, 2 to 20, beginning with a letter, but not with aws, amazon or amzn',
  },
  {
    field: 'names.parameterPath',
    input: (parameterPath) => ({ names: { parameterPath } }),
    taken: ['/muster', '/a/b/c/d/e', '/my.org_1/x-y'],
    refused: ['muster', '/', '/muster/', '/a/b/c/d/e/f', '/aws/x', '/SSM', '/a/ssm-x', '/a b', '', 3],
    allowed: 'a path such as /muster, of at most 5 levels, none of them beginning with aws or ssm',
  },
];

describe.each(fields)('$field', ({ field, input, taken, refused, allowed }) => {
  it.each(taken.map((value) => ({ value })))('takes $value', ({ value }) => {
    expect(problemsOf(input(value))).toEqual([]);
  });

  it.each(refused.map((value) => ({ value })))(
    'refuses $value, with the field, the value and what is allowed',
    ({ value }) => {
      const [problem, ...more] = problemsOf(input(value));
      expect(more).toEqual([]);
      const [, name, shown, words] = problem?.match(/^(.*?): received (.*); allowed: (.*)$/s) ?? [];
      expect([name, words]).toEqual([field, allowed]);
      expect(shown).not.toBe('');
    },
  );
});
