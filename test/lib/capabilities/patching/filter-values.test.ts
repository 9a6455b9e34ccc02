import { describe, expect, it } from 'vitest';
import {
  findFilterMistakes,
  findSourceMistakes,
} from '../../../../lib/capabilities/patching/filter-values.ts';
import { operatingSystem, systemNames } from '../../../../lib/capabilities/patching/operating-systems.ts';
import { problemsOf } from '../../configuration/config-problems.ts';

const rpm = 'Critical, Important, Moderate, Medium, Low, None, *';

describe('the values of a filter', () => {
  it.each(systemNames)('of %s are right in its standard rules', (name) => {
    for (const { filters } of operatingSystem(name).standardRules)
      expect(findFilterMistakes(name, filters)).toEqual([]);
  });

  it.each([
    ['AMAZON_LINUX_2023', { CLASSIFICATION: ['Security', 'Newpackage'], SEVERITY: ['Medium'] }],
    ['REDHAT_ENTERPRISE_LINUX', { PRODUCT: ['RedhatEnterpriseLinux9.4'], SEVERITY: ['Moderate'] }],
    ['SUSE', { PRODUCT: ['Suse15.5'], CLASSIFICATION: ['Yast', 'Feature'], SEVERITY: ['Moderate'] }],
    ['DEBIAN', { PRODUCT: ['Debian12'], PRIORITY: ['Required', 'Extra'] }],
    ['RASPBIAN', { PRODUCT: ['RaspberryPiOS11'], PRIORITY: ['*'] }],
    ['WINDOWS', { MSRC_SEVERITY: ['Unspecified'], CLASSIFICATION: ['UpdateRollups', '*'] }],
  ] as const)('of %s may be %j', (name, filters) => {
    expect(findFilterMistakes(name, filters)).toEqual([]);
  });

  it.each([
    ['WINDOWS', 'CLASSIFICATION', 'Security', /^for WINDOWS one of CriticalUpdates, .*, Upgrades, \*$/],
    ['WINDOWS', 'MSRC_SEVERITY', 'Criticall', 'Critical, Important, Moderate, Low, Unspecified, *'],
    ['WINDOWS', 'PATCH_SET', 'APPLICATIONS', 'for WINDOWS one of OS, APPLICATION, *'],
    ['AMAZON_LINUX_2023', 'CLASSIFICATION', 'SecurityUpdates', 'Security, Bugfix, Enhancement'],
    ['AMAZON_LINUX_2023', 'SEVERITY', 'HIGH', 'one of Critical, Important, Medium, Low, *'],
    ['AMAZON_LINUX_2', 'SEVERITY', 'critical', 'one of Critical, Important, Medium, Low, *'],
    ['ROCKY_LINUX', 'SEVERITY', 'Severe', rpm],
    ['SUSE', 'CLASSIFICATION', 'Bugfix', 'Security, Recommended, Optional, Feature, Document, Yast, *'],
    ['UBUNTU', 'PRIORITY', 'High', 'one of Required, Important, Standard, Optional, Extra, *'],
    ['MACOS', 'CLASSIFICATION', 'SecurityUpdates', 'for MACOS one of Security'],
    ['AMAZON_LINUX_2023', 'PRODUCT', 'All', 'such as AmazonLinux2023, or *'],
    ['UBUNTU', 'PRODUCT', 'Debian12', 'a version of UBUNTU, such as Ubuntu24.04'],
    ['RASPBIAN', 'PRODUCT', 'Debian12', 'a product of RASPBIAN, and not of DEBIAN'],
  ] as const)('of %s for %s may not be %s', (name, key, value, allowed) => {
    expect(findFilterMistakes(name, { [key]: ['*', value] })).toEqual([
      {
        path: ['filters', key, 1],
        input: value,
        message: expect.stringMatching(typeof allowed === 'string' ? new RegExp(quoted(allowed)) : allowed),
      },
    ]);
  });

  it('are told one line each, with the field, the value and the list', () => {
    const rules = [{ filters: { PRIORITY: ['High', 'Low'] } }];
    const field = 'patching.patchGroups.web.systems.DEBIAN.rules[0].filters.PRIORITY';
    const allowed = 'for DEBIAN one of Required, Important, Standard, Optional, Extra, *';
    expect(problemsOf({ patching: { patchGroups: { web: { systems: { DEBIAN: { rules } } } } } })).toEqual([
      `${field}[0]: received "High"; allowed: ${allowed}`,
      `${field}[1]: received "Low"; allowed: ${allowed}`,
    ]);
  });
});

describe('the products of a repository', () => {
  it('are versions of its system', () => {
    expect(findSourceMistakes('SUSE', [{ products: ['*', 'Suse15.5'] }])).toEqual([]);
    expect(findSourceMistakes('SUSE', [{ products: ['*'] }, { products: ['Ubuntu24.04'] }])).toEqual([
      expect.objectContaining({ path: ['sources', 1, 'products', 0], input: 'Ubuntu24.04' }),
    ]);
  });
});

function quoted(text: string): string {
  return text.replace(/[.*()[\]]/g, '\\$&');
}
