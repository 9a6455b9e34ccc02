import { describe, expect, it } from 'vitest';
import { findPatchNameMistakes } from '../../../../lib/capabilities/patching/patch-names.ts';

describe('the name of a single patch', () => {
  it.each([
    ['WINDOWS', ['KB2032276', 'MS10-048'], ['KB5034441']],
    [
      'AMAZON_LINUX_2023',
      [
        '1234567',
        'CVE-2018-1234567',
        'ALAS-2018-123',
        'ALAS2023-2024-5',
        'dbus-1:1.12.28-1.amzn2023.0.1.x86_64',
      ],
      ['kernel-livepatch*', 'example-pkg-*.abcd.x86_64'],
    ],
    ['REDHAT_ENTERPRISE_LINUX', ['RHSA-2017:0864'], ['kernel']],
    ['SUSE', ['SUSE-SLE-Example-Package-12-2018-*'], ['example-pkg-2018.11.4-46.17.1.*.rpm']],
    ['DEBIAN', ['openssl'], ['linux-image*']],
    ['MACOS', ['XProtectPlistConfigData'], ['MRTConfigData']],
  ] as const)('of %s may be one of %j and %j', (name, approved, rejected) => {
    expect(findPatchNameMistakes(name, { approved, rejected })).toEqual([]);
  });

  it.each([
    ['WINDOWS', 'rejected', 'kernel*', 'for WINDOWS an article or a bulletin: KB2032276 or MS10-048'],
    ['WINDOWS', 'approved', 'kb2032276', 'for WINDOWS an article or a bulletin: KB2032276 or MS10-048'],
    ['WINDOWS', 'approved', 'KB203', 'for WINDOWS an article or a bulletin: KB2032276 or MS10-048'],
    [
      'AMAZON_LINUX_2023',
      'approved',
      'KB12345',
      'the name of a package of AMAZON_LINUX_2023; only WINDOWS has articles and bulletins',
    ],
    ['UBUNTU', 'rejected', 'two words', 'the name of a package of UBUNTU, without spaces'],
    ['MACOS', 'rejected', 'XProtect*', 'the whole name of a package: MACOS takes no * in these lists'],
    ['SUSE', 'approved', '*-kernel-*', 'the name of a package with one * at most'],
    [
      'ORACLE_LINUX',
      'rejected',
      'CVE-2024-1234',
      'the name of a package: defects and advisories are for approved alone',
    ],
  ] as const)('of %s in %s may not be %s', (name, list, value, message) => {
    expect(findPatchNameMistakes(name, { [list]: [value] })).toEqual([
      { path: [list, 0], input: value, message },
    ]);
  });
});
