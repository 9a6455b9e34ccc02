import * as z from 'zod';
import { closedObject, text, trueOrFalse, wholeNumber } from '../../configuration/shared-schemas.ts';
import { type BaselineMistake, findFilterMistakes, findSourceMistakes } from './filter-values.ts';
import {
  complianceLevels,
  filterKeys,
  operatingSystem,
  type SystemName,
  systemNames,
} from './operating-systems.ts';
import { findPatchNameMistakes } from './patch-names.ts';
import { findProductMistakes } from './windows-products.ts';

/** A list of strings. AWS limits how many there are, and how long each is. */
const strings = (what: string, countMax: number, lengthMax: number) => {
  const each = `${what} of 1 to ${lengthMax} characters`;
  const list = `a list of 1 to ${countMax} of: ${each}`;
  return z.array(z.string(each).min(1, each).max(lengthMax, each), list).min(1, list).max(countMax, list);
};

const complianceLevel = z.literal([...complianceLevels], `one of ${complianceLevels.join(', ')}`);
/** The API takes 0 to 360 days (PatchRule). */
export const approveAfterDays = wholeNumber(0, 360, 'days');

const filterForm = `an object of ${filterKeys.join(', ')}, each a list of values`;

/** Which patches are approved by themselves, and when. */
const rule = closedObject({
  filters: z
    .partialRecord(
      z.enum(filterKeys, `one of ${filterKeys.join(', ')}`),
      strings('a value', 20, 64),
      filterForm,
    )
    .refine((filters) => Object.keys(filters).length > 0, 'at least one key')
    .refine((filters) => Object.keys(filters).length <= 4, 'at most 4 keys')
    .describe(
      'A patch must have one of the values for every key. `*` stands for all. Every key has fixed values on a system. At most 4 keys (PatchFilterGroup).',
    ),
  approveAfterDays: approveAfterDays
    .optional()
    .describe('This many days after its release. Default: as in the patch group.'),
  approveUntil: z.iso
    .date('a day, YYYY-MM-DD')
    .optional()
    .describe('Instead of a delay: patches that were released on this day (UTC) or before.'),
  complianceLevel: complianceLevel
    .default('UNSPECIFIED')
    .describe('How bad it is when such a patch is missing.'),
  includeNonSecurity: trueOrFalse
    .optional()
    .describe('Also updates that are not about security. Linux only.'),
});
export type Rule = z.output<typeof rule>;

const sourceName = 'a name of 3 to 50 letters, digits, dots, dashes and underscores';
const configuration = 'the text of a repository file, of 1 to 1024 characters';

/** An own repository. Linux only. */
const source = closedObject({
  name: text(/^[a-zA-Z0-9_.-]{3,50}$/, sourceName),
  products: strings('a version of the system', 20, 128).describe(
    'The versions of the system that it is for: AmazonLinux2023, RedhatEnterpriseLinux9.4 ..., or `*`.',
  ),
  configuration: z
    .string(configuration)
    .min(1, configuration)
    .max(1024, configuration)
    .describe('What stands in the repository file: `[main]\\nname=...\\nbaseurl=...` for yum.'),
});

const patches = strings('the name of a patch', 50, 100);
const ruleList = 'a list of 1 to 10 rules';

const baseline = closedObject({
  rules: z
    .array(rule, ruleList)
    .min(1, ruleList)
    .max(10, ruleList)
    .optional()
    .describe('At most 10. @default those of the table in operating-systems.ts'),
  approved: patches
    .optional()
    .describe(
      'Patches that are approved whatever the rules say: packages on Linux, KB2032276 or MS10-048 on Windows.',
    ),
  approvedComplianceLevel: complianceLevel.optional().describe('How bad it is when one of them is missing.'),
  approvedNonSecurity: trueOrFalse
    .optional()
    .describe('Whether `approved` holds updates that are not about security. Linux only.'),
  rejected: patches.optional().describe('Patches that are never installed for their own sake.'),
  rejectedAction: z
    .literal(['ALLOW_AS_DEPENDENCY', 'BLOCK'], 'ALLOW_AS_DEPENDENCY or BLOCK')
    .optional()
    .describe('Whether another patch may still pull them in. Default: ALLOW_AS_DEPENDENCY.'),
  sources: z
    .array(source, 'a list of sources')
    .max(20, 'a list of at most 20 sources')
    .optional()
    .describe("Repositories of one's own, instead of those that a node is set up with."),
  availableSecurityUpdates: z
    .literal(['COMPLIANT', 'NON_COMPLIANT'], 'COMPLIANT or NON_COMPLIANT')
    .optional()
    .describe('What a node counts as while security updates are available but not approved. Windows only.'),
});
export type Baseline = z.output<typeof baseline>;

/** The baseline of a patch group for each system. A system must not use a field that it does not have. */
export const baselines = z
  .partialRecord(
    z.enum(systemNames, `one of ${systemNames.join(', ')}`),
    baseline,
    `an object of operating systems, each with its baseline: ${systemNames.join(', ')}`,
  )
  .superRefine((systems, context) => {
    for (const name of systemNames) {
      for (const mistake of findMistakes(name, systems[name] ?? {}))
        context.addIssue({ code: 'custom', ...mistake, path: [name, ...mistake.path] });
    }
  });

function findMistakes(name: SystemName, own: Baseline): BaselineMistake[] {
  const { isLinux, reportsAvailableSecurityUpdates } = operatingSystem(name);
  const { rules = [], approvedNonSecurity, sources, availableSecurityUpdates } = own;
  const unless = (isKnown: boolean, path: PropertyKey[], input: unknown, message: string) =>
    isKnown || input === undefined ? [] : [{ path, input, message }];
  return [
    ...rules.flatMap((each, index) =>
      findRuleMistakes(name, each).map((mistake) => ({
        ...mistake,
        path: ['rules', index, ...mistake.path],
      })),
    ),
    ...findPatchNameMistakes(name, own),
    ...unless(isLinux, ['approvedNonSecurity'], approvedNonSecurity, linuxOnly(name)),
    ...unless(isLinux, ['sources'], sources, linuxOnly(name)),
    ...(isLinux ? findSourceMistakes(name, sources) : []),
    ...unless(
      reportsAvailableSecurityUpdates,
      ['availableSecurityUpdates'],
      availableSecurityUpdates,
      `nothing: only WINDOWS has it, and not ${name}`,
    ),
  ];
}

function findRuleMistakes(name: SystemName, own: Rule): BaselineMistake[] {
  const system = operatingSystem(name);
  const delays = (['approveAfterDays', 'approveUntil'] as const).filter((key) => own[key] !== undefined);
  const mistakes = findFilterMistakes(name, own.filters);
  if (name === 'WINDOWS') mistakes.push(...findProductMistakes(own.filters));
  if (!system.hasApprovalDelay)
    mistakes.push(
      ...delays.map((key) => ({
        path: [key],
        input: own[key],
        message: `nothing: the repositories of ${name} tell no release dates, so patches are approved at once`,
      })),
    );
  else if (delays.length > 1)
    mistakes.push({
      path: ['approveUntil'],
      input: own.approveUntil,
      message: 'either it or approveAfterDays',
    });
  if (!system.isLinux && own.includeNonSecurity !== undefined)
    mistakes.push({ path: ['includeNonSecurity'], input: own.includeNonSecurity, message: linuxOnly(name) });
  return mistakes;
}

function linuxOnly(name: SystemName): string {
  return `nothing: only Linux has it, and not ${name}`;
}
