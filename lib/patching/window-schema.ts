import * as z from 'zod';
import { targets as commonTargets } from '../targets.ts';
import { schedule, timeZone } from './window-schedule.ts';

/**
 * The tag that names an instance's patch group. `Patch Group`, with a space, is one too, but not where tags are allowed
 * in the metadata of instances.
 */
export const patchGroupTag = 'PatchGroup';

/** The value of the tag PatchGroup. AWS takes more, but a tag value, a name and a path must hold it as well. */
const patchGroupForm = 'the name of a patch group: letters, digits, dots, dashes and underscores, at most 64';
export const patchGroupName = z.string(patchGroupForm).regex(/^[A-Za-z0-9_.-]{1,64}$/, patchGroupForm);

const nameForm = 'lower-case letters, digits and dashes, at most 32, beginning with a letter';
/** The name of a window or a task. */
export const partName = z.string(nameForm).regex(/^[a-z][a-z0-9-]{0,31}$/, nameForm);

const hours = (min: number, max: number) => {
  const allowed = `a whole number of hours from ${min} to ${max}`;
  return z.int(allowed).min(min, allowed).max(max, allowed);
};
const concurrencyForm = 'a number of instances from 1, or a share from 1% to 100%, as a string';
const errorsForm = 'a number of instances from 0, or a share from 0% to 100%, as a string';
/** How many instances at once (API reference, MaxConcurrency). */
const concurrency = z.string(concurrencyForm).regex(/^([1-9]\d{0,6}|[1-9]\d?%|100%)$/, concurrencyForm);
/** After how many failures no further instance begins (API reference, MaxErrors). */
const errors = z.string(errorsForm).regex(/^(0|[1-9]\d{0,6}|\d%|[1-9]\d%|100%)$/, errorsForm);
const atCutoff = z.literal(['CONTINUE_TASK', 'CANCEL_TASK'], 'CONTINUE_TASK or CANCEL_TASK');

const pace = {
  concurrency: concurrency.default('10%'),
  errors: errors.default('5%'),
  /** Whether what still runs at the cutoff goes on. Nothing new begins after it in either case. */
  atCutoff: atCutoff.default('CONTINUE_TASK'),
};

const documentForm = 'the name of a document: 3 to 128 letters, digits, dots, dashes and underscores';
const document = z.string(documentForm).regex(/^[a-zA-Z0-9_.-]{3,128}$/, documentForm);

const targetForms =
  '{ patchGroups: [<name>, ...] }, { tags: { <key>: [<value>, ...] } }, { group: <name of a group> } or { all: true }';
const groupList = 'a list of 1 to 50 patch groups';

/** Which instances a window is for. `all` means those that are in a patch group, whichever it is. */
export const windowTargets = z
  .strictObject(
    {
      ...commonTargets.shape,
      patchGroups: z.array(patchGroupName, groupList).min(1, groupList).max(50, groupList).optional(),
    },
    targetForms,
  )
  .refine(
    (value) => Object.values(value).filter((part) => part !== undefined).length === 1,
    `one of ${targetForms}`,
  )
  .refine(({ tags = { one: [] } }) => Object.keys(tags).length >= 1, 'at least one tag key')
  .refine(({ tags = {} }) => Object.keys(tags).length <= 5, 'at most 5 tag keys');
export type WindowTargets = z.output<typeof windowTargets>;

/** Lambda and Step Functions take at most 4096 characters of JSON from a window. */
const jsonForm = 'an object of at most 4096 characters as JSON';
const json = z
  .record(z.string(), z.unknown(), jsonForm)
  .refine((value) => JSON.stringify(value).length <= 4096, jsonForm);

const roleForm = 'the name of a role, with its path when it has one';
const functionForm = 'the name of a function of this account and region';
const machineForm = 'the name of a state machine of this account and region';
const qualifierForm = 'a version or an alias of the function';
const valueList = 'a list of strings';

const runbook = z.strictObject(
  {
    document,
    version: z
      .string('a version')
      .regex(/^(\$DEFAULT|\$LATEST|[1-9]\d*)$/, '$DEFAULT, $LATEST or a number')
      .default('$DEFAULT'),
    /** For example `{ InstanceId: ['{{RESOURCE_ID}}'] }` in a task that runs for each instance. */
    parameters: z
      .record(z.string(), z.array(z.string('a string'), valueList), 'an object of lists of strings')
      .default({}),
    /** The role that the runbook takes on, by its parameter AutomationAssumeRole. */
    assumeRole: z
      .string(roleForm)
      .regex(/^[\w+=,.@/-]{1,576}$/, roleForm)
      .optional(),
  },
  'an object { document, version?, parameters?, assumeRole? }',
);
const lambda = z.strictObject(
  {
    function: z.string(functionForm).regex(/^[a-zA-Z0-9_-]{1,64}$/, functionForm),
    qualifier: z
      .string(qualifierForm)
      .regex(/^[a-zA-Z0-9$_-]{1,128}$/, qualifierForm)
      .optional(),
    payload: json.default({}),
  },
  'an object { function, qualifier?, payload? }',
);
const stepFunctions = z.strictObject(
  {
    stateMachine: z.string(machineForm).regex(/^[a-zA-Z0-9_-]{1,80}$/, machineForm),
    input: json.default({}),
  },
  'an object { stateMachine, input? }',
);

const kinds = ['automation', 'lambda', 'stepFunctions'] as const;
const kindsForm = 'one of { automation }, { lambda }, { stepFunctions }';
const priorityForm = 'a whole number from 0 to 1000';

/** Something else that a window does: a runbook, a function or a state machine. */
const task = z
  .strictObject(
    {
      automation: runbook.optional(),
      lambda: lambda.optional(),
      stepFunctions: stepFunctions.optional(),
      /** Once for every instance of the window, or once in all. */
      perInstance: z.boolean('true or false').default(false),
      /** Lower comes first, the same at the same time. Patching has 10. */
      priority: z.int(priorityForm).min(0, priorityForm).max(1000, priorityForm).default(20),
      ...pace,
    },
    `an object { ${kinds.join('? | ')}?, perInstance?, priority?, concurrency?, errors?, atCutoff? }`,
  )
  .refine((value) => kinds.filter((kind) => value[kind] !== undefined).length === 1, kindsForm);
export type WindowTask = z.output<typeof task>;

const hooks = z.strictObject(
  { beforeInstall: document.optional(), afterInstall: document.optional(), onExit: document.optional() },
  'an object { beforeInstall?, afterInstall?, onExit? } of names of Command documents',
);
export type Hooks = z.output<typeof hooks>;

const offsetForm = 'a whole number of days from 1 to 6';

/** A maintenance window: when it is open, for which instances, and what it does. */
export const window = z
  .strictObject(
    {
      schedule,
      timeZone: timeZone.default('UTC'),
      /** So many days after what the cron expression says, such as the Thursday after the second Tuesday. */
      offsetDays: z.int(offsetForm).min(1, offsetForm).max(6, offsetForm).optional(),
      durationHours: hours(1, 24).default(4),
      /** So long before the end nothing new begins. */
      cutoffHours: hours(0, 23).default(1),
      /** False: it stays, opens and does nothing. */
      enabled: z.boolean('true or false').default(true),
      targets: windowTargets,
      /** Whether patches are only looked for, or installed. */
      operation: z.literal(['Scan', 'Install'], 'Scan or Install').optional(),
      /** @default RebootIfNeeded, which reboots whenever something was installed */
      reboot: z.literal(['RebootIfNeeded', 'NoReboot'], 'RebootIfNeeded or NoReboot').optional(),
      /** Command documents that run before and after patches are installed, and at the end. */
      hooks: hooks.optional(),
      ...pace,
      tasks: z.record(partName, task, 'an object of names and tasks').default({}),
    },
    'an object { schedule, timeZone?, offsetDays?, durationHours?, cutoffHours?, enabled?, targets, operation?, ' +
      'reboot?, hooks?, concurrency?, errors?, atCutoff?, tasks? }',
  )
  .superRefine((value, context) => {
    for (const mistake of findMistakes(value)) context.addIssue({ code: 'custom', ...mistake });
  });
export type Window = z.output<typeof window>;

interface Parts {
  readonly schedule: string;
  readonly offsetDays?: number | undefined;
  readonly durationHours: number;
  readonly cutoffHours: number;
  readonly targets: WindowTargets;
  readonly operation?: 'Scan' | 'Install' | undefined;
  readonly reboot?: string | undefined;
  readonly hooks?: Hooks | undefined;
  readonly tasks: Readonly<Record<string, WindowTask>>;
}

/** A window takes 20 tasks (AWS General Reference, maintenance windows). */
const tasksMax = 20;

function findMistakes(own: Parts): { path: PropertyKey[]; input: unknown; message: string }[] {
  const isInstall = own.operation === 'Install';
  const taskCount = Object.keys(own.tasks).length + (own.operation === undefined ? 0 : 1);
  const clusterKeys = Object.keys(own.targets.tags ?? {}).filter((key) =>
    key.startsWith('aws:elasticmapreduce:'),
  );
  const rules: [isWrong: boolean, path: PropertyKey[], input: unknown, message: string][] = [
    [own.cutoffHours >= own.durationHours, ['cutoffHours'], own.cutoffHours, 'less than durationHours'],
    [
      own.offsetDays !== undefined && !own.schedule.startsWith('cron('),
      ['offsetDays'],
      own.offsetDays,
      'nothing: only a cron schedule has an offset',
    ],
    [taskCount === 0, ['operation'], own.operation, 'Scan or Install, when there are no tasks'],
    [taskCount > tasksMax, ['tasks'], `${taskCount} tasks`, `at most ${tasksMax} in a window`],
    [
      !isInstall && own.reboot !== undefined,
      ['reboot'],
      own.reboot,
      'nothing: only an operation that is Install reboots',
    ],
    [!isInstall && own.hooks !== undefined, ['hooks'], own.hooks, 'nothing: only Install has hooks'],
    [
      isInstall && clusterKeys.length > 0,
      ['targets', 'tags'],
      own.targets.tags,
      'instances that are no nodes of EMR: those are scanned, and never installed on (docs/decisions/0013)',
    ],
  ];
  return rules.flatMap(([isWrong, path, input, message]) => (isWrong ? [{ path, input, message }] : []));
}
