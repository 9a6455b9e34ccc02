import { describe, expect, it } from 'vitest';
import { type Deployment, overrideConfig, readConfig } from '../../../lib/configuration/config.ts';
import type { ConfigCheck } from '../../../lib/configuration/settings.ts';
import {
  account,
  environment,
  otherAccount,
  problemsOf,
  profile,
  withChoice,
  withEnvironment,
  withProfile,
} from './config-problems.ts';

function only(deployments: readonly Deployment[]): Deployment {
  const [first] = deployments;
  if (first === undefined || deployments.length !== 1) throw new Error(`${deployments.length} deployments`);
  return first;
}

const capabilitiesOff = {
  groups: null,
  access: null,
  patching: null,
  parameters: null,
  inventory: null,
  associations: null,
  sessions: null,
  remediation: null,
  notices: null,
  autoScaling: null,
  hybrid: null,
  rolloutDocuments: [],
  verification: { every: 'never', onDrift: 'tell' },
};

describe('an empty configuration', () => {
  it('gets every default, and one deployment without an environment', () => {
    expect(readConfig({})).toEqual([
      {
        settings: {
          launchDelaySeconds: 180,
          batchingWindowSeconds: 180,
          batchSizeMax: 1000,
          concurrencyMax: 2,
          recheckMinutes: 5,
          horizonMinutes: 120,
          commandAttemptsMax: 3,
          agents: {},
          treatAs: {},
          architecture: 'arm64',
          terminationProtection: false,
          profiles: [
            { name: 'emr', tags: { 'aws:elasticmapreduce:job-flow-id': '*' } },
            { name: 'default', tags: {} },
          ],
          excludeTags: [{ key: 'muster:exclude', value: 'true' }],
          imageBuildTags: [
            { key: 'Name', value: 'Packer Builder' },
            { key: 'CreatedBy', value: 'EC2 Image Builder' },
            { key: 'Ec2ImageBuilderArn', value: '*' },
          ],
          documents: {},
          alarmEmails: [],
          retention: { logDays: 90, closedEntryDays: 30, deadLetterDays: 14 },
          names: { prefix: 'Muster', parameterPath: '/muster' },
          otherInstallations: [],
          ...capabilitiesOff,
        },
      },
    ]);
  });

  it('gets the defaults of nested fields that are given in part', () => {
    const { settings } = only(
      readConfig({ retention: { logDays: 7 }, names: { prefix: 'Fleet' }, excludeTags: [{ key: 'x' }] }),
    );
    expect(settings.retention).toEqual({ logDays: 7, closedEntryDays: 30, deadLetterDays: 14 });
    expect(settings.names).toEqual({ prefix: 'Fleet', parameterPath: '/muster' });
    expect(settings.excludeTags).toEqual([{ key: 'x', value: '*' }]);
  });
});

describe('fields that replace those of the file', () => {
  it('are read from a JSON object, and the others stay', () => {
    expect(overrideConfig({ batchSizeMax: 11 }, '{"recheckMinutes":1}')).toEqual({
      batchSizeMax: 11,
      recheckMinutes: 1,
    });
    expect(overrideConfig({ batchSizeMax: 11 }, undefined)).toEqual({ batchSizeMax: 11 });
  });

  it.each(['{', '[1]', '7', 'null', ''])('refuses %j, which is not a JSON object', (text) => {
    expect(() => overrideConfig({}, text)).toThrow(
      `context muster:settings: received ${text}; allowed: a JSON object of fields of muster.config.ts`,
    );
  });
});

describe('the message of a refusal', () => {
  const shownFor = (value: unknown) => problemsOf({ alarmEmails: value })[0]?.split('; ')[0];

  it('shows the value as it was written, cut after 80 characters', () => {
    expect(shownFor('x')).toBe('alarmEmails: received "x"');
    expect(shownFor(null)).toBe('alarmEmails: received null');
    expect(shownFor({ a: 1 })).toBe('alarmEmails: received {"a":1}');
    expect(shownFor(Number.NaN)).toBe('alarmEmails: received NaN');
    expect(shownFor('y'.repeat(100))).toBe(`alarmEmails: received "${'y'.repeat(76)}...`);
    expect(problemsOf({ excludeTags: [{}] })[0]).toContain('excludeTags[0].key: received nothing;');
  });

  it('says how many mistakes there are, one a line', () => {
    const one = () => readConfig({ launchDelaySeconds: -1 });
    expect(one).toThrow(
      /^muster\.config\.ts has one mistake; nothing was synthesized:\n {2}launchDelaySeconds: [^\n]*$/,
    );
    const two = () => readConfig({ launchDelaySeconds: -1, concurrencyMax: 1 });
    expect(two).toThrow(
      /^muster\.config\.ts has 2 mistakes; [^\n]*\n {2}launch[^\n]*\n {2}concurrency[^\n]*$/,
    );
  });

  it.each([{ value: undefined }, { value: null }, { value: 'text' }, { value: 3 }, { value: [] }])(
    'refuses $value in place of the whole',
    ({ value }) => {
      expect(problemsOf(value)).toHaveLength(1);
      expect(problemsOf(value)[0]).toContain('the configuration: received');
    },
  );
});

describe('unknown fields', () => {
  it.each([
    ['delaySeconds', { delaySeconds: 3 }],
    ['environments[0].profile', withEnvironment({ profile: 'x' })],
    ['environments[0].overrides.environments', withEnvironment({ overrides: { environments: [] } })],
    ['environments[0].overrides.names.path', withEnvironment({ overrides: { names: { path: '/x' } } })],
    ['environments[0].overrides.retention.days', withEnvironment({ overrides: { retention: { days: 3 } } })],
    ['profiles[0].tag', withProfile({ tag: {} })],
    ['profiles[0].documents.Linux.version', withChoice({ document: 'abc', version: '1' })],
    ['profiles[0].documents.FreeBSD', withProfile({ documents: { FreeBSD: { document: 'abc' } } })],
    ['excludeTags[0].values', { excludeTags: [{ key: 'a', values: 'b' }] }],
    ['retention.logsDays', { retention: { logsDays: 3 } }],
    ['names.suffix', { names: { suffix: 'x' } }],
  ])('refuses %s', (field, input) => {
    const [problem, ...more] = problemsOf(input);
    expect(more).toEqual([]);
    expect(problem).toMatch(/: there is no such field; allowed: an object /);
    expect(problem?.startsWith(`${field}:`)).toBe(true);
  });

  it.each([
    [{ adoptPerSweepMax: 5 }, 'adoptPerSweepMax: a sweep adopts nobody any more'],
    [
      withEnvironment({ overrides: { adoptPerSweepMax: 5 } }),
      'environments[0].overrides.adoptPerSweepMax: a sweep adopts nobody any more',
    ],
  ])('says of a field that is gone what does its work now: %j', (input, problem) => {
    expect(problemsOf(input)).toEqual([expect.stringContaining(problem)]);
    expect(problemsOf(input)[0]).toContain('muster rollout start --not-adopted');
  });
});

describe('contradictions', () => {
  it('refuses the same account and region twice, and the same name twice', () => {
    const environments = [
      environment,
      { ...environment },
      { ...environment, account: otherAccount, name: 'other' },
    ];
    expect(problemsOf({ environments })).toEqual([
      `environments[1]: received "${account} eu-central-1"; allowed: another one, environments[0] has it`,
      'environments[1].name: received "prod"; allowed: another one, environments[0].name has it',
    ]);
  });

  it('takes one account in two regions, and one region in two accounts', () => {
    const environments = [
      environment,
      { ...environment, name: 'b', region: 'eu-west-1' },
      { ...environment, name: 'c', account: otherAccount },
    ];
    expect(problemsOf({ environments })).toEqual([]);
  });
});

describe('all mistakes at once', () => {
  it("are reported together: form, unknown fields, contradictions and those of the caller's check", () => {
    const input = {
      launchDelaySeconds: -1,
      surprise: true,
      retention: { logDays: 2, deadLetterDays: 15 },
      environments: [environment, environment],
    };
    const problems = problemsOf(input, ({ names }) => names.map((name) => `the check saw ${name}`));
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'launchDelaySeconds',
      'retention.logDays',
      'retention.deadLetterDays',
      'surprise',
      'environments[1]',
      'environments[1].name',
      'the check saw prod',
    ]);
  });

  it('report a mistake that several environments share only once', () => {
    const environments = [environment, { ...environment, name: 'b', region: 'eu-west-1' }];
    const check: ConfigCheck = (_outline, settings) => settings.map(() => 'a shared mistake');
    expect(problemsOf({ environments }, check)).toEqual(['a shared mistake']);
  });

  it('pass every environment to the check, and its settings only when all is well-formed', () => {
    const environments = [environment, { ...environment, name: 'b', region: 'eu-west-1' }];
    const seen = (fields: object) => {
      const counts: number[] = [];
      problemsOf({ environments, ...fields }, ({ overrides }, settings) => {
        counts.push(overrides.length, settings.length);
        return [];
      });
      return counts;
    };
    expect(seen({})).toEqual([2, 2]);
    expect(seen({ alarmEmails: 3 })).toEqual([2, 0]);
    expect(seen({ environments: [environment, { name: 3 }] })).toEqual([2, 0]);
  });

  it('report contradictions beside a malformed environment, with the places of the whole list', () => {
    const input = { alarmEmails: 3, environments: [environment, { name: 'b' }, environment] };
    const problems = problemsOf(input).map((problem) => problem.split(': ')[0]);
    expect(problems.slice(-3)).toEqual(['alarmEmails', 'environments[2]', 'environments[2].name']);
  });
});

describe('environments', () => {
  it('each give one deployment, with its account and region', () => {
    const environments = [environment, { name: 'test', account: otherAccount, region: 'us-east-1' }];
    expect(readConfig({ environments }).map(({ name, env }) => ({ name, env }))).toEqual([
      { name: 'prod', env: { account, region: 'eu-central-1' } },
      { name: 'test', env: { account: otherAccount, region: 'us-east-1' } },
    ]);
  });

  it('override what they name and nothing else, field by field in retention, names and documents', () => {
    const base = {
      launchDelaySeconds: 100,
      batchSizeMax: 50,
      documents: { InstallAgentLinux: { AgentName: 'base', AgentVersion: '1' }, Other: { A: 'a' } },
      alarmEmails: ['ops@example.com'],
      retention: { logDays: 7, closedEntryDays: 8 },
      names: { prefix: 'Fleet', parameterPath: '/fleet' },
    };
    const overrides = {
      launchDelaySeconds: 0,
      batchingWindowSeconds: 10,
      concurrencyMax: 3,
      recheckMinutes: 1,
      lateRecheckMinutes: 30,
      horizonMinutes: 60,
      commandAttemptsMax: 1,
      agents: {},
      treatAs: {},
      architecture: 'x86_64',
      terminationProtection: true,
      profiles: [profile],
      excludeTags: [],
      imageBuildTags: [{ key: 'Name', value: 'golden-*' }],
      documents: { InstallAgentLinux: { AgentName: 'x' } },
      alarmEmails: [],
      retention: { closedEntryDays: 1 },
      names: { parameterPath: '/other' },
      otherInstallations: ['Fleet'],
    };
    const { settings } = only(readConfig({ ...base, ...withEnvironment({ overrides }) }));
    expect(settings).toEqual({
      ...capabilitiesOff,
      ...overrides,
      batchSizeMax: 50,
      documents: { InstallAgentLinux: { AgentName: 'x', AgentVersion: '1' }, Other: { A: 'a' } },
      profiles: [
        { ...profile, tags: {}, documents: { Linux: { document: 'InstallAgentLinux', parameters: {} } } },
      ],
      retention: { logDays: 7, closedEntryDays: 1, deadLetterDays: 14 },
      names: { prefix: 'Fleet', parameterPath: '/other' },
    });
  });

  it('without overrides have the settings of all', () => {
    const [bare] = readConfig({ batchSizeMax: 77 });
    const [named] = readConfig({ batchSizeMax: 77, environments: [environment] });
    expect(named?.settings).toEqual(bare?.settings);
    expect(named?.settings.batchSizeMax).toBe(77);
  });
});
