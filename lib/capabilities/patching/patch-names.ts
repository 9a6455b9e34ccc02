import type { BaselineMistake } from './filter-values.ts';
import { operatingSystem, type SystemName } from './operating-systems.ts';

/** The lists of a baseline that name single patches. */
export interface NamedPatches {
  readonly approved?: readonly string[] | undefined;
  readonly rejected?: readonly string[] | undefined;
}

/** How patches of Windows are named: articles of the Knowledge Base and security bulletins. */
const windowsPatch = /^(KB\d{6,8}|MS\d{2}-\d{3})$/;
const windowsLike = /^(KB\d+|MS\d{2}-\d{3})$/i;
/** Names of defects and advisories (RHSA-2017:0864, ALAS-2018-123), which only `approved` takes. */
const advisory = /^(\d+|CVE-\d{4}-\d+|ALAS\w*-\d{4}-\d+|[A-Z]{2}[SBE]A-\d{4}[:-]\d+)$/;

/**
 * The names of patches that have not the form of their system (user guide, "About package name formats for approved and
 * rejected patch lists"). Such a name matches nothing, so a patch that must not be installed would be.
 */
export function findPatchNameMistakes(
  name: SystemName,
  { approved, rejected }: NamedPatches,
): BaselineMistake[] {
  const inList = (list: 'approved' | 'rejected', values: readonly string[] = []) =>
    values.flatMap((value, index): BaselineMistake[] => {
      const allowed = findAllowed(name, list, value);
      return allowed === undefined ? [] : [{ path: [list, index], input: value, message: allowed }];
    });
  return [...inList('approved', approved), ...inList('rejected', rejected)];
}

/** What is allowed instead of a name; nothing when it is right. */
function findAllowed(name: SystemName, list: 'approved' | 'rejected', value: string): string | undefined {
  if (name === 'WINDOWS')
    return windowsPatch.test(value)
      ? undefined
      : 'for WINDOWS an article or a bulletin: KB2032276 or MS10-048';
  if (windowsLike.test(value))
    return `the name of a package of ${name}; only WINDOWS has articles and bulletins`;
  if (/\s/.test(value)) return `the name of a package of ${name}, without spaces`;
  const { filterKeys } = operatingSystem(name);
  const starCount = value.split('*').length - 1;
  if (name === 'MACOS')
    return starCount === 0 ? undefined : 'the whole name of a package: MACOS takes no * in these lists';
  if (starCount > 1) return 'the name of a package with one * at most';
  const isAdvisory = list === 'rejected' && filterKeys.includes('SEVERITY') && advisory.test(value);
  return isAdvisory ? 'the name of a package: defects and advisories are for approved alone' : undefined;
}
