import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../configuration/config-problems.ts';

const scan = { schedule: 'rate(7 days)', targets: { all: true }, operation: 'Scan' };
const install = { ...scan, operation: 'Install' };
const inWindow = (fields: object, base: object = install) => ({
  patching: { windows: { night: { ...base, ...fields } } },
});
const inTask = (task: object) => inWindow({ tasks: { extra: task } });
const field = 'patching.windows.night';

const scheduleForm =
  'cron(<minutes> <hours> <day of month> <month> <day of week> <year>) with ? for one of the days, ' +
  'rate(<number> minutes|hours|days) or at(YYYY-MM-DDTHH:MM:SS)';
const targetForms =
  '{ patchGroups: [<name>, ...] }, { tags: { <key>: [<value>, ...] } }, { group: <name of a group> }, { inventory: { has | missing: <name of a marker> } } or { all: true }';
describe('a schedule', () => {
  it.each([
    'cron(0 2 ? * SUN *)',
    'cron(30 23 ? * TUE#3 *)',
    'cron(0/15 8-17 L JAN,JUL ? 2026-2030)',
    'cron(0 4 15W * ? *)',
    'rate(1 day)',
    'rate(30 minutes)',
    'at(2026-12-24T03:00:00)',
  ])('may be %s', (schedule) => {
    expect(problemsOf(inWindow({ schedule }))).toEqual([]);
  });

  it.each([
    'cron(0 2 ? * SUN)',
    'cron(0 0 2 ? * SUN *)',
    'cron 0 2 ? * SUN *',
    'rate(1 days)',
    'rate(2 day)',
    'rate(0 days)',
    'rate(1 week)',
    'at(2026-02-30T25:00:00)',
    'at(2026-02-30T02:00:00)',
    'at(2026-12-24)',
    '0 2 * * 0',
  ])('refuses %s', (schedule) => {
    expect(problemsOf(inWindow({ schedule }))).toEqual([
      `${field}.schedule: received ${JSON.stringify(schedule)}; allowed: ${scheduleForm}`,
    ]);
  });

  it.each([
    ['cron(60 2 ? * SUN *)', 'as the minutes (60) 0 to 59, '],
    ['cron(0 2 32 * ? *)', 'as the day of the month (32) 1 to 31, '],
    ['cron(0 2 * * SUN *)', 'as the two days (* and SUN) ? for exactly one of them'],
    ['cron(30 2 ? * TUE#6 *)', 'as the day of the week (TUE#6) one weekday alone with # and 1 to 5 '],
    ['cron(-- , ? * TUETUE *)', 'as the minutes (--) 0 to 59, '],
  ])('names the field that is wrong in %s', (schedule, allowed) => {
    expect(problemsOf(inWindow({ schedule }))).toEqual([
      expect.stringContaining(`${field}.schedule: received ${JSON.stringify(schedule)}; allowed: ${allowed}`),
    ]);
  });

  it.each(['CET+1', '+01:00', 'Europe/Atlantis', '', 'utc', 'europe/berlin', 'us/pacific'])(
    'refuses the time zone "%s"',
    (timeZone) => {
      expect(problemsOf(inWindow({ timeZone }))).toEqual([
        `${field}.timeZone: received ${JSON.stringify(timeZone)}; allowed: the name of a time zone, such as Europe/Berlin or UTC`,
      ]);
    },
  );
});

describe('windows refuse', () => {
  it.each([
    [
      'a cutoff that leaves no time',
      inWindow({ durationHours: 2, cutoffHours: 2 }),
      `${field}.cutoffHours: received 2; allowed: less than durationHours`,
    ],
    [
      '25 hours',
      inWindow({ durationHours: 25 }),
      `${field}.durationHours: received 25; allowed: a whole number of hours from 1 to 24`,
    ],
    [
      'an offset of a rate',
      inWindow({ offsetDays: 2 }),
      `${field}.offsetDays: received 2; allowed: nothing: only a cron schedule has an offset`,
    ],
    [
      'an offset of every day',
      inWindow({ schedule: 'cron(30 2 * * ? *)', offsetDays: 2 }),
      `${field}.offsetDays: received 2; allowed: nothing: an offset is for a day of the month (TUE#2, L, 15); beside others name the day itself in the schedule`,
    ],
    [
      'nothing to do',
      inWindow({}, { schedule: 'rate(7 days)', targets: { all: true } }),
      `${field}.operation: received nothing; allowed: Scan or Install, when there are no tasks`,
    ],
    [
      'a reboot after a scan',
      inWindow({ reboot: 'NoReboot' }, scan),
      `${field}.reboot: received "NoReboot"; allowed: nothing: only an operation that is Install reboots`,
    ],
    [
      'a task that is called like the one that patches',
      inWindow({ tasks: { install: { lambda: { function: 'f' } } } }),
      `${field}.tasks.install: received "install"; allowed: another name: a task of operation Install is called so`,
    ],
    [
      'hooks of a scan',
      inWindow({ hooks: {} }, scan),
      `${field}.hooks: received {}; allowed: nothing: only Install has hooks`,
    ],
    [
      'a cutoff that hooks would not let through',
      inWindow({ hooks: {}, atCutoff: 'CANCEL_TASK' }),
      `${field}.atCutoff: received "CANCEL_TASK"; allowed: CONTINUE_TASK beside hooks: AWS runs its patching one document deeper then, where no cancel reaches it; tasks with runCommand before and after patching can be cancelled`,
    ],
    ['no target', inWindow({ targets: {} }), `${field}.targets: received {}; allowed: one of ${targetForms}`],
    [
      'two kinds of target',
      inWindow({ targets: { all: true, group: 'shop' } }),
      `${field}.targets: received {"group":"shop","all":true}; allowed: one of ${targetForms}`,
    ],
    [
      'a patch group that is not declared',
      inWindow({ targets: { patchGroups: ['default', 'wbe'] } }),
      `${field}.targets.patchGroups[1]: received "wbe"; allowed: one of patchGroups: default`,
    ],
    [
      'a concurrency of 0',
      inWindow({ concurrency: '0' }),
      `${field}.concurrency: received "0"; allowed: a number of instances from 1, or a share from 1% to 100%, as a string`,
    ],
    [
      'errors as a number',
      inWindow({ errors: 5 }),
      `${field}.errors: received 5; allowed: a number of instances from 0, or a share from 0% to 100%, as a string`,
    ],
    [
      'a name with capitals',
      { patching: { windows: { Night: install } } },
      'patching.windows.Night: received "Night"; allowed: lower-case letters, digits and dashes, at most 32',
    ],
    [
      'fifty-one of them',
      {
        patching: { windows: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`w${at}`, install])) },
      },
      'patching.windows: received "51 windows"; allowed: at most 50',
    ],
    [
      'twenty tasks beside patching',
      inWindow({
        tasks: Object.fromEntries(
          Array.from({ length: 20 }, (_, at) => [`t${at}`, { lambda: { function: 'f' } }]),
        ),
      }),
      `${field}.tasks: received "22 tasks"; allowed: at most 20 in a window`,
    ],
    [
      'a task that is two',
      inTask({ lambda: { function: 'f' }, stepFunctions: { stateMachine: 's' } }),
      `${field}.tasks.extra: received {"lambda":{"function":"f","payload":{}},"stepFunctions":{"stateMachine":"s","...; allowed: one of { runCommand }, { automation }, { lambda }, { stepFunctions }`,
    ],
    [
      'a runbook where a document is needed',
      inTask({ runCommand: { document: 'AWS-StopEC2Instance' } }),
      `${field}.tasks.extra.runCommand.document: received "AWS-StopEC2Instance"; allowed: a Command document; this is a runbook of Automation, which tasks of windows (automation) and remediation start`,
    ],
    [
      'patching by a task',
      inTask({ runCommand: { document: 'AWS-RunPatchBaseline', parameters: { Operation: ['Install'] } } }),
      `${field}.tasks.extra.runCommand.document: received "AWS-RunPatchBaseline"; allowed: any other document: the window looks for patches and installs them by its operation`,
    ],
    [
      'patching by a runbook of AWS',
      inTask({ automation: { document: 'AWS-PatchInstanceWithRollback' } }),
      `${field}.tasks.extra.automation.document: received "AWS-PatchInstanceWithRollback"; allowed: any other runbook: this one installs patches on nodes of EMR too; the window installs by its operation`,
    ],
    [
      'a version of a document of AWS',
      inTask({ runCommand: { document: 'AWS-RunShellScript', version: '1' } }),
      `${field}.tasks.extra.runCommand.version: received "1"; allowed: nothing: a document of AWS takes no version here`,
    ],
    [
      'a payload of more than 4096 characters',
      inTask({ lambda: { function: 'f', payload: { text: 'x'.repeat(4096) } } }),
      expect.stringMatching(
        /\.tasks\.extra\.lambda\.payload: .+; allowed: an object of at most 4096 characters as JSON$/,
      ),
    ],
  ])('%s', (_, input, problem) => {
    expect(problemsOf(input)).toEqual([problem]);
  });

  const scans = (first: object, second: object) => ({
    patching: {
      patchGroups: { web: {}, db: {} },
      windows: { first: { ...scan, targets: first }, second: { ...scan, targets: second } },
    },
  });

  it.each([
    [{ all: true }, { patchGroups: ['web'] }],
    [{ patchGroups: ['db', 'web'] }, { patchGroups: ['web'] }],
    [{ patchGroups: ['web'] }, { tags: { PatchGroup: ['web'] } }],
    [{ group: 'shop' }, { group: 'shop' }],
    [{ tags: { Stage: ['test'] } }, { tags: { Stage: ['test'] } }],
  ])('to scan the same instances twice: %j and %j', (first, second) => {
    expect(problemsOf(scans(first, second))).toEqual([
      `patching.windows.second.targets: received ${JSON.stringify(second)}; allowed: instances that the window first does not scan: a second scan overwrites the first`,
    ]);
  });

  it.each([
    [{ patchGroups: ['db'] }, { patchGroups: ['web'] }],
    [{ tags: { Stage: ['test'] } }, { tags: { Stage: ['live'] } }],
  ])('not to scan different ones: %j and %j', (first, second) => {
    expect(problemsOf(scans(first, second))).toEqual([]);
  });

  it('not to scan and to install on the same instances', () => {
    expect(problemsOf({ patching: { windows: { scan, install } } })).toEqual([]);
  });
});
