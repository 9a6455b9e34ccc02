import { OperatingSystem, PatchComplianceLevel, PatchFilterKey } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import {
  complianceLevels,
  filterKeys,
  operatingSystem,
  systemNames,
} from '../../../../lib/capabilities/patching/operating-systems.ts';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { idOf } from '../onboarding/template.ts';
import { synthesize } from './window-bench.ts';

type Patching = MusterConfig['patching'];

/** The baselines of a configuration, by logical id. */
function baselinesOf(patching: Patching): Map<string, Record<string, unknown>> {
  const found = synthesizeStack('MusterPatching', { patching }).findResources('AWS::SSM::PatchBaseline');
  return new Map(Object.entries(found).map(([id, { Properties }]) => [id, Properties]));
}
const onlyBaseline = (patching: Patching) => [...baselinesOf(patching).values()][0];

describe('the table of operating systems', () => {
  it('has every system, key and level of the API, and no other', () => {
    expect([...systemNames].sort()).toEqual(Object.values(OperatingSystem).sort());
    expect([...complianceLevels].sort()).toEqual(Object.values(PatchComplianceLevel).sort());
    const known: readonly string[] = Object.values(PatchFilterKey);
    expect(filterKeys.filter((key) => !known.includes(key))).toEqual([]);
  });

  it.each(systemNames)('approves patches of %s by keys that it has', (name) => {
    const { filterKeys: own, standardRules } = operatingSystem(name);
    expect(standardRules.length).toBeGreaterThan(0);
    for (const { filters } of standardRules)
      expect(filterKeys.filter((key) => filters[key] !== undefined && !own.includes(key))).toEqual([]);
  });
});

describe('{} alone', () => {
  const baselines = () => [...baselinesOf({}).values()];

  it('gives the patch group "default" a baseline for each common system', () => {
    expect(baselines().map(({ OperatingSystem: system }) => system)).toEqual([
      'AMAZON_LINUX_2',
      'AMAZON_LINUX_2023',
      'REDHAT_ENTERPRISE_LINUX',
      'ROCKY_LINUX',
      'ALMA_LINUX',
      'ORACLE_LINUX',
      'SUSE',
      'UBUNTU',
      'DEBIAN',
      'WINDOWS',
    ]);
    for (const { PatchGroups, Name, OperatingSystem: system } of baselines()) {
      expect(PatchGroups).toEqual(['default']);
      expect(Name).toBe(`Muster-default-${system}`);
    }
  });

  it('makes none of them the default of its system, which would apply to every instance', () => {
    synthesize({}).resourcePropertiesCountIs('Custom::MusterSingleton', { Kind: 'default-baseline' }, 0);
  });
});

describe('a rule', () => {
  const group = (fields: object) => ({ patchGroups: { web: fields } });
  const delays = (patching: Patching) => {
    const rules = onlyBaseline(patching)?.['ApprovalRules'];
    return JSON.parse(JSON.stringify(rules)).PatchRules.map((rule: Record<string, unknown>) => [
      rule['ApproveAfterDays'],
      rule['ApproveUntilDate'],
    ]);
  };
  const filters = { CLASSIFICATION: ['Security'] };

  it('approves after the days of its group, unless it has its own delay or day', () => {
    const rules = [{ filters }, { filters, approveAfterDays: 0 }, { filters, approveUntil: '2026-06-30' }];
    const systems = { AMAZON_LINUX_2023: { rules } };
    expect(delays(group({ approveAfterDays: 30, systems }))).toEqual([
      [30, undefined],
      [0, undefined],
      [undefined, '2026-06-30'],
    ]);
    expect(delays(group({ systems: { SUSE: {} } }))).toEqual([[7, undefined]]);
  });

  it('approves everything on CentOS, whose repositories mark nothing as security', () => {
    expect(onlyBaseline(group({ systems: { CENTOS: {} } }))?.['ApprovalRules']).toMatchObject({
      PatchRules: [
        { EnableNonSecurity: true, PatchFilterGroup: { PatchFilters: [{ Key: 'PRODUCT', Values: ['*'] }] } },
      ],
    });
  });

  it('approves Moderate patches on Oracle Linux, as the baseline of AWS does', () => {
    const rules = JSON.stringify(onlyBaseline(group({ systems: { ORACLE_LINUX: {} } }))?.['ApprovalRules']);
    expect(rules).toContain('{"Key":"SEVERITY","Values":["Critical","Important","Moderate"]}');
  });

  it.each(['UBUNTU', 'DEBIAN', 'RASPBIAN'])('approves at once on %s, which has no release dates', (name) => {
    expect(delays(group({ approveAfterDays: 30, systems: { [name]: {} } }))).toEqual([[0, undefined]]);
  });

  it('has its filters, its level, and whether it includes patches that are not about security', () => {
    const rule = { filters: { PRODUCT: ['*'] }, complianceLevel: 'LOW' as const, includeNonSecurity: true };
    expect(onlyBaseline(group({ systems: { CENTOS: { rules: [rule] } } }))).toMatchObject({
      ApprovalRules: {
        PatchRules: [
          {
            ComplianceLevel: 'LOW',
            EnableNonSecurity: true,
            PatchFilterGroup: { PatchFilters: [{ Key: 'PRODUCT', Values: ['*'] }] },
          },
        ],
      },
    });
  });
});

it('a baseline has its lists, their levels and actions, its sources, and its setting for available updates', () => {
  const source = { name: 'own', products: ['*'], configuration: '[own]' };
  const lists = {
    approved: ['curl-8.*'],
    approvedComplianceLevel: 'HIGH' as const,
    approvedNonSecurity: true,
    rejected: ['vim*'],
    rejectedAction: 'BLOCK' as const,
    sources: [source],
  };
  expect(onlyBaseline({ patchGroups: { web: { isDefault: true, systems: { SUSE: lists } } } })).toMatchObject(
    {
      ApprovedPatches: ['curl-8.*'],
      ApprovedPatchesComplianceLevel: 'HIGH',
      ApprovedPatchesEnableNonSecurity: true,
      RejectedPatches: ['vim*'],
      RejectedPatchesAction: 'BLOCK',
      Sources: [{ Name: 'own', Products: ['*'], Configuration: '[own]' }],
    },
  );
  const windows = { availableSecurityUpdates: 'NON_COMPLIANT' as const };
  expect(onlyBaseline({ patchGroups: { web: { systems: { WINDOWS: windows } } } })).toMatchObject({
    AvailableSecurityUpdatesComplianceStatus: 'NON_COMPLIANT',
  });
});

/**
 * CloudFormation creates a successor before it deletes the old resource, and works on resources in parallel.
 * So a group that moves from one baseline to another is registered with both for a while:
 * AlreadyExistsException.
 */
describe('a changed configuration deploys', () => {
  const rules = [{ filters: { SEVERITY: ['Critical'] }, approveAfterDays: 1 }];
  const before = {
    patchGroups: { web: { systems: { SUSE: {}, WINDOWS: {} } }, db: { systems: { SUSE: {} } } },
  } satisfies Patching;
  const changes: readonly [string, Patching][] = [
    [
      'other rules',
      { patchGroups: { ...before.patchGroups, web: { systems: { SUSE: { rules }, WINDOWS: {} } } } },
    ],
    [
      'another delay',
      { patchGroups: { ...before.patchGroups, web: { ...before.patchGroups.web, approveAfterDays: 0 } } },
    ],
    [
      'another default',
      { patchGroups: { ...before.patchGroups, db: { ...before.patchGroups.db, isDefault: true } } },
    ],
    [
      'another order',
      { patchGroups: { db: before.patchGroups.db, web: { systems: { WINDOWS: {}, SUSE: {} } } } },
    ],
    ['two that change places', { patchGroups: { web: before.patchGroups.db, db: before.patchGroups.web } }],
    ['a system more', { patchGroups: { ...before.patchGroups, db: { systems: { SUSE: {}, UBUNTU: {} } } } }],
    ['a group less', { patchGroups: { web: before.patchGroups.web } }],
    ['a group more', { patchGroups: { ...before.patchGroups, test: {} } }],
  ];

  /** Which resource registers which group for which system. */
  const registrations = (patching: Patching) =>
    new Map(
      [...baselinesOf(patching)].map(([id, each]) => [
        `${each['PatchGroups']} ${each['OperatingSystem']}`,
        id,
      ]),
    );

  it.each(changes)('with %s: no group gets another baseline, and no baseline another system', (_, after) => {
    const [old, now] = [registrations(before), registrations(after)];
    expect(old.size).toBe(3);
    const moved = [...now].filter(([pair, id]) => old.has(pair) && old.get(pair) !== id);
    expect(moved).toEqual([]);
    const systemsOf = (patching: Patching) =>
      new Map([...baselinesOf(patching)].map(([id, each]) => [id, each['OperatingSystem']]));
    const replaced = [...systemsOf(after)].filter(
      ([id, system]) => (systemsOf(before).get(id) ?? system) !== system,
    );
    expect(replaced).toEqual([]);
  });

  it('with another prefix too, because names are only names', () => {
    const renamed = synthesizeStack('OtherPatching', { patching: before, names: { prefix: 'Other' } });
    expect(Object.keys(renamed.findResources('AWS::SSM::PatchBaseline')).sort()).toEqual(
      [...baselinesOf(before).keys()].sort(),
    );
  });

  it('and ids are the same as in the first deployment of the capability', () => {
    expect([...baselinesOf(before).keys()].sort()).toEqual([
      'BaselinesdbSUSEAFFBF6BF',
      'BaselineswebSUSE470A48D1',
      'BaselineswebWINDOWS8C50DC23',
    ]);
  });
});

it('the baselines of the default group are the defaults, by a function that gives the place back', () => {
  const template = synthesize({
    patchGroups: { web: { isDefault: true, systems: { UBUNTU: {} } }, mail: {} },
  });
  const id = idOf(template, 'AWS::SSM::PatchBaseline', { Name: 'Muster-web-UBUNTU' });
  template.resourcePropertiesCountIs('Custom::MusterSingleton', { Kind: 'default-baseline' }, 1);
  template.hasResourceProperties('Custom::MusterSingleton', {
    ...{ Name: 'UBUNTU', Value: { Ref: id }, IsOwn: 'true', OnForeign: 'replace' },
    Record: '/muster/patching/found/default-baseline-UBUNTU',
  });
  template.resourcePropertiesCountIs('AWS::SSM::PatchBaseline', { DefaultBaseline: true }, 0);
});
