import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../configuration/config-problems.ts';

const inGroup = (group: object) => ({ patching: { patchGroups: { web: group } } });
const inSystem = (name: string, baseline: object) => inGroup({ systems: { [name]: baseline } });
const inRule = (name: string, rule: object) =>
  inSystem(name, { rules: [{ filters: { PRODUCT: ['*'] }, ...rule }] });
const baseline = 'patching.patchGroups.web.systems';

describe('patch groups refuse', () => {
  it.each([
    [
      'a name with a space',
      { patching: { patchGroups: { 'web servers': {} } } },
      'patching.patchGroups.web servers: received "web servers"; allowed: the name of a patch group: letters, digits, dots, dashes and underscores, at most 64',
    ],
    [
      'a delay of more than 360 days',
      inGroup({ approveAfterDays: 361 }),
      'patching.patchGroups.web.approveAfterDays: received 361; allowed: a whole number of days from 0 to 360',
    ],
    [
      'a system that Patch Manager does not know',
      inSystem('FEDORA', {}),
      expect.stringMatching(
        /^patching\.patchGroups\.web\.systems\.FEDORA: there is no such field; allowed: an object of operating systems, each with its baseline: AMAZON_LINUX, /,
      ),
    ],
    [
      'a second default',
      { patching: { patchGroups: { a: { isDefault: true }, b: { isDefault: true } } } },
      'patching.patchGroups.b.isDefault: received true; allowed: true in one group, and a has it',
    ],
    [
      'more baselines than an account has',
      { patching: { patchGroups: Object.fromEntries([...'abcdef'].map((name) => [name, {}])) } },
      'patching.patchGroups: received "60 baselines"; allowed: at most 50, one for each group and operating system; name fewer under systems',
    ],
  ])('%s', (_, input, problem) => {
    expect(problemsOf(input)).toEqual([problem]);
  });
});

describe('baselines refuse', () => {
  it.each([
    [
      'a key that the system lacks',
      inRule('UBUNTU', { filters: { SEVERITY: ['Critical'] } }),
      `${baseline}.UBUNTU.rules[0].filters.SEVERITY: received ["Critical"]; allowed: for UBUNTU only PRODUCT, PRIORITY`,
    ],
    [
      'a priority where there are severities',
      inRule('SUSE', { filters: { PRIORITY: ['Required'] } }),
      `${baseline}.SUSE.rules[0].filters.PRIORITY: received ["Required"]; allowed: for SUSE only PRODUCT, CLASSIFICATION, SEVERITY`,
    ],
    [
      'a delay on Debian',
      inRule('DEBIAN', { approveAfterDays: 7 }),
      `${baseline}.DEBIAN.rules[0].approveAfterDays: received 7; allowed: nothing: the repositories of DEBIAN tell no release dates, so patches are approved at once`,
    ],
    [
      'a day on Ubuntu',
      inRule('UBUNTU', { approveUntil: '2026-01-01' }),
      `${baseline}.UBUNTU.rules[0].approveUntil: received "2026-01-01"; allowed: nothing: the repositories of UBUNTU tell no release dates, so patches are approved at once`,
    ],
    [
      'a delay and a day',
      inRule('SUSE', { approveAfterDays: 7, approveUntil: '2026-01-01' }),
      `${baseline}.SUSE.rules[0].approveUntil: received "2026-01-01"; allowed: either it or approveAfterDays`,
    ],
    [
      'a day that is none',
      inRule('SUSE', { approveUntil: '2026-02-30' }),
      `${baseline}.SUSE.rules[0].approveUntil: received "2026-02-30"; allowed: a day, YYYY-MM-DD`,
    ],
    [
      'non-security updates on Windows',
      inRule('WINDOWS', { includeNonSecurity: true }),
      `${baseline}.WINDOWS.rules[0].includeNonSecurity: received true; allowed: nothing: only Linux has it, and not WINDOWS`,
    ],
    [
      'sources on macOS',
      inSystem('MACOS', { sources: [] }),
      `${baseline}.MACOS.sources: received []; allowed: nothing: only Linux has it, and not MACOS`,
    ],
    [
      'approved non-security updates on Windows',
      inSystem('WINDOWS', { approvedNonSecurity: false }),
      `${baseline}.WINDOWS.approvedNonSecurity: received false; allowed: nothing: only Linux has it, and not WINDOWS`,
    ],
    [
      'available security updates on Linux',
      inSystem('SUSE', { availableSecurityUpdates: 'COMPLIANT' }),
      `${baseline}.SUSE.availableSecurityUpdates: received "COMPLIANT"; allowed: nothing: only WINDOWS has it, and not SUSE`,
    ],
    [
      'a rule without a key',
      inRule('SUSE', { filters: {} }),
      `${baseline}.SUSE.rules[0].filters: received {}; allowed: at least one key`,
    ],
    [
      'a level that AWS does not know',
      inRule('SUSE', { complianceLevel: 'SEVERE' }),
      `${baseline}.SUSE.rules[0].complianceLevel: received "SEVERE"; allowed: one of CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNSPECIFIED`,
    ],
    [
      'eleven rules',
      inSystem('SUSE', { rules: Array(11).fill({ filters: { PRODUCT: ['*'] } }) }),
      expect.stringMatching(/SUSE\.rules: received .+; allowed: a list of 1 to 10 rules$/),
    ],
    [
      'fifty-one patches',
      inSystem('SUSE', { rejected: Array(51).fill('vim') }),
      expect.stringMatching(
        /SUSE\.rejected: received .+; allowed: a list of 1 to 50 of: the name of a patch of 1 to 100 characters$/,
      ),
    ],
    [
      'a source without a name that AWS takes',
      inSystem('SUSE', { sources: [{ name: 'my repo', products: ['*'], configuration: '[x]' }] }),
      `${baseline}.SUSE.sources[0].name: received "my repo"; allowed: a name of 3 to 50 letters, digits, dots, dashes and underscores`,
    ],
  ])('%s', (_, input, problem) => {
    expect(problemsOf(input)).toEqual([problem]);
  });
});
