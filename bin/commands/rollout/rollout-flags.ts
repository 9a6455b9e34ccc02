import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Tags } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { Amount } from '../../../lambdas/shared/domain/rollout/caps.ts';
import type { Selector } from '../../../lambdas/shared/domain/rollout/select-members.ts';
import { type TimeWindow, weekdays } from '../../../lambdas/shared/domain/rollout/time-window.ts';
import type { AccountFlags } from '../../account/connection.ts';
import { UsageError } from '../../failure.ts';
import { refuseOtherIds } from '../shared/node-ids.ts';
import { wholeNumber } from '../shared/whole-number.ts';

/** What is rolled out, and to whom, as it is typed. */
export interface RolloutFlags extends PaceFlags {
  readonly agent?: string;
  readonly uninstall?: string;
  readonly document?: string;
  readonly documentVersion?: string;
  readonly parameters?: readonly string[];
  readonly tag: readonly string[];
  readonly ofProfile?: string;
  readonly platform?: string;
  readonly source?: string;
  readonly failedFor?: string;
  readonly resourceGroup?: string;
  readonly notAdopted?: true;
  readonly launches: 'newest' | 'earlier';
}

/** How a roll-out goes through a fleet, as it is typed. */
export interface PaceFlags extends AccountFlags {
  readonly canary?: string;
  readonly waves: readonly Amount[];
  readonly inFlight: number;
  readonly groupCap: Amount;
  readonly zoneCap: Amount;
  readonly pace?: number;
  readonly window: readonly TimeWindow[];
  readonly failedPercent: number;
  readonly failedMax?: number;
  readonly bakeMinutes: number;
  readonly alarm: readonly string[];
  readonly verify: boolean;
}

/** The usual waves: one, then a twentieth, a quarter, and everybody. */
const wavesDefault: readonly Amount[] = [1, '5%', '25%', '100%'];

/** Adds the flags that say what is rolled out, and to whom. */
export function addRolloutFlags(command: Command): Command {
  const what = command
    .argument('[ids...]', 'ids of instances; by default all that failed or have another version')
    .option('--agent <name>', 'only this agent of the profiles')
    .option('--uninstall <agent>', 'take this agent away, which no profile names any more')
    .option('--document <name>', 'only this document; or one of rolloutDocuments, which is sent once')
    .option('--document-version <version>', 'with --document: this version (default: what was deployed last)')
    .option('--parameters <Name=value...>', 'for a document that is sent once, or JSON: {"Name": ["value"]}')
    .option('--tag <key=value>', 'only instances with this tag; may be given several times', collect, [])
    .option('--of-profile <name>', 'only instances of this profile of muster.config.ts')
    .option('--platform <name>', 'only instances of this system, such as Ubuntu')
    .option('--source <source>', 'only instances of this source, such as emr or asg:web')
    .option('--failed-for <code>', 'only instances that failed for this reason')
    .option('--resource-group <name>', 'only instances of this group of Resource Groups, by its name or ARN')
    .option('--not-adopted', 'the instances that ran before Muster was deployed: they get what launches get')
    .addOption(
      new Option(
        '--launches <version>',
        'what launches get while it is under way: what was deployed last, or what most of its instances have',
      )
        .choices(['newest', 'earlier'])
        .default('newest'),
    );
  return addPaceFlags(what);
}

/** Adds the flags that say how a roll-out goes through a fleet. */
export function addPaceFlags(command: Command): Command {
  return command
    .option('--canary <key=value>', 'instances with this tag are the first wave')
    .addOption(
      new Option('--waves <list>', 'how many are through after each wave')
        .argParser(readWaves)
        .default(wavesDefault, wavesDefault.join(',')),
    )
    .addOption(
      number('--in-flight <number>', 'how many may be in flight, failed or baking at once', 1, 10_000, 100),
    )
    .addOption(amount('--group-cap <amount>', 'how many of them may be in one group or cluster', '10%'))
    .addOption(amount('--zone-cap <amount>', 'how many of them may be in one availability zone', '25%'))
    .option('--pace <number>', 'how many are taken up in a minute', wholeNumber(1, 10_000))
    .option('--window <days from-until zone>', windowHelp, collectWindow, [])
    .addOption(number('--failed-percent <number>', 'how many percent of a wave may fail', 0, 100, 5))
    .option('--failed-max <number>', 'how many of a wave may fail at most', wholeNumber(0, 10_000))
    .addOption(number('--bake-minutes <number>', 'how long an instance must be well', 0, 10_080, 30))
    .option('--no-verify', 'do not ask the agents whether they work at the end of the bake time')
    .option(
      '--alarm <name>',
      'an alarm of CloudWatch that stops it; may be given several times',
      collect,
      [],
    );
}

const windowHelp =
  "only at this time of the week: 'mon,tue 22:00-04:00 Europe/Berlin'; may be given several times";

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function number(flags: string, what: string, min: number, max: number, usual: number): Option {
  return new Option(flags, what).argParser(wholeNumber(min, max)).default(usual);
}

function amount(flags: string, what: string, usual: Amount): Option {
  return new Option(flags, `${what}: a number or a percentage`).argParser(readAmount).default(usual);
}

function readAmount(text: string): Amount {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (percent === '%' && value > 0 && value <= 100) return `${value}%`;
  if (percent === '' && Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Allowed: a whole number from 1, or a percentage up to 100%.');
}

function readWaves(text: string): readonly Amount[] {
  return text.split(',').map((one) => readAmount(one.trim()));
}

function collectWindow(text: string, before: readonly TimeWindow[]): readonly TimeWindow[] {
  const [, dayList = '', from = '', until = '', timeZone = ''] =
    /^([a-z,]+) (\d\d:\d\d)-(\d\d:\d\d) (\S+)$/.exec(text) ?? [];
  const days = dayList.split(',').flatMap((name) => weekdays.find((day) => day === name) ?? []);
  const areTimes = [from, until].every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time));
  if (days.length !== dayList.split(',').length || !areTimes || !isTimeZone(timeZone))
    throw new InvalidArgumentError(
      `Allowed: days, times and a time zone: 'fri,sat 22:00-04:00 Europe/Berlin'.`,
    );
  return [...before, { days, from, until, timeZone }];
}

function isTimeZone(timeZone: string): boolean {
  try {
    return timeZone !== '' && Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

/** @throws UsageError when an id or a tag has another form. */
export function readSelector(ids: readonly string[], flags: RolloutFlags): Selector {
  refuseOtherIds(ids);
  const { ofProfile, platform, source, failedFor, notAdopted } = flags;
  if (notAdopted && [ofProfile, platform, failedFor].some((flag) => flag !== undefined))
    throw new UsageError(
      '--not-adopted goes with ids, --tag, --source and --resource-group: nothing else is known of such instances',
    );
  return {
    ...(ids.length === 0 ? {} : { instanceIds: new Set(ids) }),
    tags: Object.fromEntries(flags.tag.map((text) => readTag('--tag', text))),
    ...(ofProfile === undefined ? {} : { profile: ofProfile }),
    ...(platform === undefined ? {} : { platform }),
    ...(source === undefined ? {} : { source }),
    ...(failedFor === undefined ? {} : { failedFor }),
    ...(notAdopted === undefined ? {} : { isNotAdopted: notAdopted }),
  };
}

/** @throws UsageError when it has another form. */
export function readCanary({ canary }: Pick<PaceFlags, 'canary'>): Tags | undefined {
  return canary === undefined ? undefined : Object.fromEntries([readTag('--canary', canary)]);
}

function readTag(flag: string, text: string): [string, string] {
  const end = text.indexOf('=');
  if (end <= 0) throw new UsageError(`${flag} ${text}: allowed is key=value`);
  return [text.slice(0, end), text.slice(end + 1)];
}
