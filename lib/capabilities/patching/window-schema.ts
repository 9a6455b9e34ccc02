import * as z from 'zod';
import { closedObject, shortName, trueOrFalse, wholeNumber } from '../../configuration/shared-schemas.ts';
import { findOffsetMistake, schedule, timeZone } from './window-schedule.ts';
import { windowTargets } from './window-targets.ts';
import { document, pace, task, type WindowTask } from './window-task-schema.ts';

const hooks = closedObject({
  beforeInstall: document.optional(),
  afterInstall: document.optional(),
  onExit: document.optional(),
});
export type Hooks = z.output<typeof hooks>;

/** A maintenance window: when it is open, for which instances, and what it does. */
export const window = closedObject({
  schedule,
  timeZone: timeZone.default('UTC'),
  offsetDays: wholeNumber(1, 6, 'days')
    .optional()
    .describe(
      'This many days after the date of the cron expression, such as the Thursday after the second Tuesday. Only beside a ' +
        'day of the month.',
    ),
  durationHours: wholeNumber(1, 24, 'hours').default(4),
  cutoffHours: wholeNumber(0, 23, 'hours').default(1).describe('How long before the end nothing new begins.'),
  enabled: trueOrFalse.default(true).describe('False: it stays, opens and does nothing.'),
  targets: windowTargets,
  operation: z
    .literal(['Scan', 'Install'], 'Scan or Install')
    .optional()
    .describe('Whether patches are only looked for, or installed.'),
  reboot: z
    .literal(['RebootIfNeeded', 'NoReboot'], 'RebootIfNeeded or NoReboot')
    .optional()
    .describe('Default: RebootIfNeeded, which reboots whenever something was installed.'),
  hooks: hooks
    .optional()
    .describe('Command documents that run before and after patches are installed, and at the end.'),
  ...pace,
  tasks: z.record(shortName, task, 'an object of names and tasks').default({}),
}).superRefine((value, context) => {
  for (const mistake of findMistakes(value)) context.addIssue({ code: 'custom', ...mistake });
});
export type Window = z.output<typeof window>;

interface Parts {
  readonly schedule: string;
  readonly offsetDays?: number | undefined;
  readonly durationHours: number;
  readonly cutoffHours: number;
  readonly operation?: 'Scan' | 'Install' | undefined;
  readonly reboot?: string | undefined;
  readonly hooks?: Hooks | undefined;
  readonly atCutoff: string;
  readonly tasks: Readonly<Record<string, WindowTask>>;
}

/** The task that has the nodes marked before an install. */
export const markTaskName = 'mark-patchable';

/** A window takes 20 tasks (AWS General Reference, maintenance windows). */
const tasksMax = 20;

type Rule = [isWrong: boolean, path: PropertyKey[], input: unknown, message: string];

function findMistakes(own: Parts): { path: PropertyKey[]; input: unknown; message: string }[] {
  const isInstall = own.operation === 'Install';
  const offsetMistake = findOffsetMistake(own.schedule);
  // The task that patches has the name of its operation. Before an install, another one marks the nodes.
  const ownTasks =
    own.operation === undefined ? [] : [own.operation.toLowerCase(), ...(isInstall ? [markTaskName] : [])];
  const taskCount = Object.keys(own.tasks).length + ownTasks.length;
  const rules: Rule[] = [
    [own.cutoffHours >= own.durationHours, ['cutoffHours'], own.cutoffHours, 'less than durationHours'],
    [
      own.offsetDays !== undefined && offsetMistake !== undefined,
      ['offsetDays'],
      own.offsetDays,
      offsetMistake ?? '',
    ],
    [taskCount === 0, ['operation'], own.operation, 'Scan or Install, when there are no tasks'],
    [taskCount > tasksMax, ['tasks'], `${taskCount} tasks`, `at most ${tasksMax} in a window`],
    ...ownTasks.map(
      (name): Rule => [
        Object.hasOwn(own.tasks, name),
        ['tasks', name],
        name,
        `another name: a task of operation ${own.operation} is called so`,
      ],
    ),
    [
      !isInstall && own.reboot !== undefined,
      ['reboot'],
      own.reboot,
      'nothing: only an operation that is Install reboots',
    ],
    [!isInstall && own.hooks !== undefined, ['hooks'], own.hooks, 'nothing: only Install has hooks'],
    [
      own.hooks !== undefined && own.atCutoff === 'CANCEL_TASK',
      ['atCutoff'],
      own.atCutoff,
      'CONTINUE_TASK beside hooks: AWS runs its patching one document deeper then, where no cancel reaches it; tasks with runCommand before and after patching can be cancelled',
    ],
  ];
  return rules.flatMap(([isWrong, path, input, message]) => (isWrong ? [{ path, input, message }] : []));
}
