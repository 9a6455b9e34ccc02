import { describe, expect, it } from 'vitest';
import { findAssociationMistakes } from '../../../../lib/capabilities/associations/association-mistakes.ts';
import config from '../../../../muster.config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { stackArn } from '../groups/stack-arn.ts';

const all = { all: true };
const shell = { document: 'AWS-RunShellScript', parameters: { commands: ['true'] }, targets: all };
const problems = (input: object) => problemsOf({ ...config, ...input }, findAssociationMistakes);
const named = (fields: object) => ({ associations: { named: { audit: { ...shell, ...fields } } } });
const audit = 'associations.named.audit';

describe('an association in muster.config.ts', () => {
  it.each([
    [
      'a second tag key',
      { targets: { tags: { Role: ['web'], Stage: ['prod'] } } },
      `${audit}.targets: received {"tags":{"Role":["web"],"Stage":["prod"]}}; allowed: one tag key, which is all that ` +
        'State Manager takes; a group (section groups) may have five',
    ],
    [
      'to wait for the time of a rate',
      { waitForSchedule: true },
      `${audit}.waitForSchedule: received REST; allowed: false beside a rate: only a cron schedule has a time to wait for`,
    ],
    [
      'a concurrency of nothing',
      { concurrency: '0' },
      `${audit}.concurrency: received "0"; allowed: a number of nodes from '1' or a percentage such as '10%', as a string`,
    ],
    [
      'more than all errors',
      { errors: '101%' },
      `${audit}.errors: received "101%"; allowed: a number of nodes from '0' or a percentage such as '10%', as a string`,
    ],
    [
      'a severity that Compliance does not know',
      { complianceSeverity: 'SEVERE' },
      `${audit}.complianceSeverity: received "SEVERE"; allowed: CRITICAL, HIGH, MEDIUM, LOW or UNSPECIFIED`,
    ],
    [
      'a number as a parameter',
      { parameters: { executionTimeout: 60 } },
      `${audit}.parameters.executionTimeout: received 60; allowed: a string or a list of strings`,
    ],
    [
      'a second inventory association of a node',
      { document: 'AWS-GatherSoftwareInventory' },
      `${audit}.document: received "AWS-GatherSoftwareInventory"; allowed: any other, since a node has one inventory ` +
        'association, and the section inventory makes it',
    ],
    [
      'a document that does not exist',
      { document: 'InstallAgent' },
      `${audit}.document: received "InstallAgent"; allowed: InstallAgentLinux, InstallAgentWindows, or a document of AWS ` +
        '(AWS-..., Amazon...)',
    ],
    [
      'a document of AWS without what it requires',
      { parameters: {} },
      `${audit}.parameters.commands: received nothing; allowed: a value, which AWS-RunShellScript requires`,
    ],
    [
      'an empty list for what a document of AWS requires',
      { parameters: { commands: [] } },
      `${audit}.parameters.commands: received []; allowed: a value, which AWS-RunShellScript requires`,
    ],
    [
      'a runbook',
      { document: 'AWS-StopEC2Instance', parameters: { InstanceId: '{{x}}' } },
      `${audit}.document: received "AWS-StopEC2Instance"; allowed: a Command document; this is a runbook of Automation, ` +
        'which tasks of windows (automation) and remediation start',
    ],
    [
      'a document for sessions',
      { document: 'AWS-StartSSHSession' },
      `${audit}.document: received "AWS-StartSSHSession"; allowed: a Command document; this is a document for sessions ` +
        '(section sessions)',
    ],
    [
      'a list for a parameter of ours',
      { document: 'InstallAgentLinux', parameters: { AgentVersion: ['1.0.0'] } },
      `${audit}.parameters.AgentVersion: received ["1.0.0"]; allowed: a string`,
    ],
  ])('refuses %s and says so', (_, fields, problem) => {
    const found = problems(named(fields)).map((each) =>
      each.replace(/(?<=received )\{"targets":\{"all.*?(?=;)/, 'REST'),
    );
    expect(found).toEqual([problem]);
  });

  it('refuses a value that a parameter of ours does not allow, and one that is missing', () => {
    const [problem, ...more] = problems(
      named({ document: 'InstallAgentLinux', parameters: { AgentVersion: '1; reboot' } }),
    );
    expect(more).toEqual([]);
    expect(problem).toMatch(/^associations\.named\.audit\.parameters: .*AgentVersion.*received "1; reboot"/);
    const { AgentVersion: _, ...rest } = config.documents?.['InstallAgentLinux'] ?? {};
    const documents = { ...config.documents, InstallAgentLinux: rest };
    expect(problems({ ...named({ document: 'InstallAgentLinux', parameters: {} }), documents })).toEqual([
      `${audit}.parameters.AgentVersion: received nothing; allowed: a value here or in documents.InstallAgentLinux`,
    ]);
  });
});

describe('the backstop in muster.config.ts', () => {
  const backstop = { associations: { backstop: {} } };
  const install = (name: string) => ({
    document: 'AWS-ConfigureAWSPackage',
    parameters: { action: 'Install', name },
  });

  it('is accepted beside a profile for all other instances', () => {
    expect(problems(backstop)).toEqual([]);
  });

  it('is refused without one', () => {
    const profiles = [{ name: 'web', tags: { Role: 'web' }, documents: { Linux: install('Agent') } }];
    expect(problems({ ...backstop, profiles })).toEqual([
      'associations.backstop: received an object; allowed: null, without a profile that has no tags and names documents',
    ]);
  });

  it('refuses other parameters for the same document on another platform', () => {
    const documents = { Linux: install('AgentForLinux'), Windows: install('AgentForWindows') };
    expect(problems({ ...backstop, profiles: [{ name: 'all', documents }] })).toEqual([
      'associations.backstop: received AWS-ConfigureAWSPackage with other parameters for Linux than for Windows; ' +
        'allowed: the same ones, since State Manager cannot target a platform, so every node would get both',
    ]);
  });
});

describe('the associations of one node', () => {
  const many = (count: number, targetsOf: (index: number) => object) => ({
    updateAgent: null,
    named: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}`, { ...shell, targets: targetsOf(index) }]),
    ),
  });

  it('are at most twenty, including those of the inventory', () => {
    expect(problems({ associations: many(20, () => all) })).toEqual([]);
    const [problem, ...more] = problems({ associations: many(20, () => all), inventory: {} });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^associations: received 21 that may meet on one node \(Inventory, a0, .*a19\); allowed: 20, /,
    );
  });

  it('cannot be more than their tags allow: a node has one value for a key', () => {
    const apart = many(40, (index) => ({ tags: { Role: [`role${index}`] } }));
    expect(problems({ associations: apart })).toEqual([]);
    expect(problems({ associations: { ...apart, updateAgent: {} }, inventory: {} })).toEqual([]);
    const mixed = many(40, (index) => ({ tags: { Role: [index < 21 ? 'web' : `role${index}`] } }));
    expect(problems({ associations: mixed })[0]).toMatch(/^associations: received 21 that may meet/);
  });

  it('are counted, for every key, by its most common value', () => {
    const mixed = many(41, (index) => ({
      tags:
        index < 20
          ? { Role: ['web', `role${index}`] }
          : { Stage: [index < 40 ? `stage${index}` : 'stage20'] },
    }));
    expect(problems({ associations: mixed })).toEqual([
      expect.stringMatching(/received 22 that may meet on one node \(a0, .*, a19, a20, a40\)/),
    ]);
  });

  it('cannot be more than the tags of their groups allow', () => {
    const groups = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `team${index}`,
        { tags: { Team: [`t${index < 21 ? index : 0}`], Stage: ['prod'] } },
      ]),
    );
    const { named: teams } = many(40, (index) => ({ group: `team${index}` }));
    const associations = { updateAgent: null, named: teams };
    expect(problems({ associations, groups })).toEqual([]);
    const crowd = { ...associations, updateAgent: {} };
    expect(problems({ associations: crowd, groups })).toEqual([
      expect.stringMatching(/received 21 that may meet on one node \(UpdateAgent, a0, a21, .*, a39\)/),
    ]);
  });

  it('may all meet when nothing is known: other keys, and groups of a stack', () => {
    const keys = many(21, (index) => ({ tags: { [`key${index}`]: ['x'] } }));
    expect(problems({ associations: keys })[0]).toMatch(/received 21 that may meet/);
    const groups = { web: { stack: stackArn }, db: { tags: { Role: ['db'] } } };
    const group = many(21, (index) => ({ group: index === 0 ? 'db' : 'web' }));
    expect(problems({ associations: group, groups })[0]).toMatch(/received 21 that may meet/);
  });
});

describe('custom inventory of one type', () => {
  const rack = (targets: object, Rack: string) => ({ targets, attributes: { Rack } });

  it('may differ between nodes by the values of a tag', () => {
    const custom = { Rack: [rack({ tags: { Rack: ['A'] } }, 'A'), rack({ tags: { Rack: ['B'] } }, 'B')] };
    expect(problems({ inventory: { custom } })).toEqual([]);
  });

  it('may differ by groups whose tags no node shares', () => {
    const custom = { Rack: [rack({ group: 'a' }, 'A'), rack({ group: 'b' }, 'B')] };
    const groups = { a: { tags: { Rack: ['A'], App: ['x'] } }, b: { tags: { Rack: ['B'] } } };
    expect(problems({ inventory: { custom }, groups })).toEqual([]);
  });

  it('refuses two for one node, because the last to run would win', () => {
    const custom = {
      Rack: [rack({ tags: { Rack: ['A', 'B'] } }, 'A'), rack({ tags: { Rack: ['B'] } }, 'B')],
    };
    expect(problems({ inventory: { custom } })).toEqual([
      'inventory.custom.Rack[1].targets: received {"tags":{"Rack":["B"]}}; allowed: targets that no node shares with ' +
        'inventory.custom.Rack[0]: values of the same tag key',
    ]);
  });
});
