import * as z from 'zod';
import { patchGroupTag } from '../../../lambdas/shared/domain/patching.ts';
import {
  bucketName,
  closedObject,
  shortName,
  text,
  trueOrFalse,
  wholeNumber,
} from '../../configuration/shared-schemas.ts';
import { associationSchedule } from '../associations/association-schedule.ts';
import { approveAfterDays, baselines } from './baseline-schema.ts';
import { operatingSystem, systemNames } from './operating-systems.ts';
import { window } from './window-schema.ts';
import { patchGroupName } from './window-targets.ts';

const commonSystems = Object.fromEntries(
  systemNames.filter((name) => operatingSystem(name).isCommon).map((name) => [name, {}]),
);

/** The instances whose tag PatchGroup has this name, and what is approved for them. */
const patchGroup = closedObject({
  approveAfterDays: approveAfterDays
    .default(7)
    .describe('Patches are approved this many days after their release, if a rule does not say otherwise.'),
  systems: baselines
    .prefault(commonSystems)
    .describe(
      'Which operating systems it has baselines for, and how they differ from the standard. Default: the common ones.',
    ),
  isDefault: trueOrFalse
    .default(false)
    .describe(
      'Whether its baselines are also for the instances that are in no patch group. One group at most.',
    ),
});
export type PatchGroup = z.output<typeof patchGroup>;

const existingBucket = bucketName
  .optional()
  .describe('A bucket that exists. It stays as it is, with its own retention. Default: one is made.');
const output = closedObject({
  bucket: existingBucket,
  retentionDays: wholeNumber(1, 3650, 'days').default(90),
});

const notificationEvents = ['All', 'InProgress', 'Success', 'TimedOut', 'Cancelled', 'Failed'] as const;
const eventForm = `one of ${notificationEvents.join(', ')}`;
const notifications = closedObject({
  emails: z
    .array(z.email('an e-mail address'), 'a list of e-mail addresses')
    .default([])
    .describe('Each address must confirm its subscription once.'),
  events: z
    .array(z.literal([...notificationEvents], eventForm), `a list of ${eventForm}`)
    .min(1, `a list of ${eventForm}`)
    .default(['Failed', 'TimedOut', 'Cancelled'])
    .describe('Which results of a command are announced.'),
});

const report = closedObject({
  bucket: existingBucket,
  everyDays: wholeNumber(1, 31, 'days').default(1),
  outdatedAfterDays: wholeNumber(1, 365, 'days')
    .default(14)
    .describe('A state that was found longer ago counts as outdated.'),
  retentionDays: wholeNumber(1, 3650, 'days').default(400),
});

const scan = closedObject({
  schedule: associationSchedule
    .default('rate(1 day)')
    .describe('When it runs, after the run that comes at once.'),
  concurrency: text(/^([1-9]\d{0,6}|[1-9]\d?%|100%)$/, "a number of nodes or a percentage such as '10%'")
    .default('10%')
    .describe('On how many nodes it runs at a time.'),
  besideOthers: trueOrFalse
    .default(false)
    .describe('Also scans where Quick Setup, a patch policy or an association of somebody else scans.'),
});

/**
 * The form of `patching` in `muster.config.ts`. If the section is given, even as `{}`, the capability is on.
 */
export const patching = closedObject({
  patchGroups: z
    .record(patchGroupName, patchGroup, 'an object of names and patch groups')
    .prefault({ default: {} })
    .describe('The patch groups, by name.'),
  windows: z
    .record(shortName, window, 'an object of names and windows')
    .default({})
    .describe('The maintenance windows, by name.'),
  scan: scan
    .nullable()
    .optional()
    .describe(
      'Scans every node, also those in no patch group. Default: once a day, unless a window or an association of the configuration scans; null for never.',
    ),
  output: output
    .optional()
    .describe(
      'Keeps what commands of the windows write, in a bucket and in CloudWatch Logs. Off by default.',
    ),
  notifications: notifications
    .optional()
    .describe('Tells how commands of the windows ended, by SNS. Off by default.'),
  report: report.optional().describe('Writes who is compliant to a bucket, as CSV and JSON. Off by default.'),
}).superRefine((value, context) => {
  for (const mistake of [...findGroupMistakes(value), ...findWindowMistakes(value)])
    context.addIssue({ code: 'custom', ...mistake });
});

/** The settings of the capability, with every default filled in. */
export type PatchingSettings = z.output<typeof patching>;

interface Mistake {
  readonly path: PropertyKey[];
  readonly input: unknown;
  readonly message: string;
}
type Parts = Pick<PatchingSettings, 'patchGroups' | 'windows' | 'scan'>;

/** An account has 50 patch baselines and 50 maintenance windows in a region (AWS General Reference). */
const baselinesMax = 50;
const windowsMax = 50;

function findGroupMistakes({ patchGroups }: Parts): Mistake[] {
  const groups = Object.entries(patchGroups);
  const count = groups.flatMap(([, { systems }]) => Object.keys(systems)).length;
  const [first, ...others] = groups.filter(([, { isDefault }]) => isDefault).map(([name]) => name);
  return [
    ...(count > baselinesMax
      ? [
          {
            path: ['patchGroups'],
            input: `${count} baselines`,
            message: `at most ${baselinesMax}, one for each group and operating system; name fewer under systems`,
          },
        ]
      : []),
    ...others.map((name) => ({
      path: ['patchGroups', name, 'isDefault'],
      input: true,
      message: `true in one group, and ${first} has it`,
    })),
  ];
}

function findWindowMistakes({ patchGroups, windows, scan }: Parts): Mistake[] {
  const entries = Object.entries(windows);
  const scans = entries.filter(([, { operation }]) => operation === 'Scan');
  return [
    ...(entries.length > windowsMax
      ? [{ path: ['windows'], input: `${entries.length} windows`, message: `at most ${windowsMax}` }]
      : []),
    ...entries.flatMap(([name, { targets }]) =>
      (targets.patchGroups ?? []).flatMap((group, index) =>
        Object.hasOwn(patchGroups, group)
          ? []
          : [
              {
                path: ['windows', name, 'targets', 'patchGroups', index],
                input: group,
                message: `one of patchGroups: ${Object.keys(patchGroups).join(', ')}`,
              },
            ],
      ),
    ),
    ...(scan && scans[0] !== undefined
      ? [{ path: ['scan'], input: scan, message: `null while the window ${scans[0][0]} scans` }]
      : []),
    ...scans.flatMap(([name, { targets }], index) => {
      const other = scans.slice(0, index).find(([, before]) => isShared(before.targets, targets));
      if (other === undefined) return [];
      const message = `instances that the window ${other[0]} does not scan: a second scan overwrites the first`;
      return [{ path: ['windows', name, 'targets'], input: targets, message }];
    }),
  ];
}

type Targets = PatchingSettings['windows'][string]['targets'];

/**
 * True when two targets certainly share instances. Different tags and groups may share some too, but that
 * cannot be known.
 */
export function isShared(one: Targets, other: Targets): boolean {
  const [own, others] = [patchGroupsOf(one), patchGroupsOf(other)];
  if (own === undefined || others === undefined) return JSON.stringify(one) === JSON.stringify(other);
  return own === 'all' || others === 'all' || own.some((name) => others.includes(name));
}

/** The patch groups that targets name in one way or another. */
function patchGroupsOf({ all, patchGroups, tags }: Targets): 'all' | readonly string[] | undefined {
  return all === true ? 'all' : (patchGroups ?? tags?.[patchGroupTag]);
}
