import type { Command } from 'commander';
import { isOver, type Wish } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { readCaller } from '../../account/caller.ts';
import { type AccountFlags, addAccountFlags } from '../../account/connection.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { progressLines, rolloutLine } from '../../print/rollout-lines.ts';
import { say } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { askConsent, begin, type ConsentFlags, showDraft } from './begin.ts';
import { type Draft, draftRollout } from './draft.ts';
import { holdLaunches } from './earlier-for-launches.ts';
import { readErrandFailures } from './errand-failures.ts';
import { readIntent } from './intent.ts';
import { identify, type Opened, open, readRollouts } from './opened.ts';
import { rollBack } from './rollback.ts';
import { addPaceFlags, addRolloutFlags, type RolloutFlags } from './rollout-flags.ts';
import { findRollout, steer } from './steer.ts';
import { watchRollout } from './watch.ts';

const examples = `
A roll-out brings the version that was deployed last to the instances that have an earlier one, in waves. A gate after
each wave stops it when too many failed; then only a person has it go on. One is under way at a time. It takes a step
at every recheck.

Examples:
  muster rollout plan
  muster rollout start --document AWS-UpdateSSMAgent --parameters allowDowngrade=false
  muster rollout start --canary stage=test --waves 1,5%,25%,100% --window 'mon,tue,wed 09:00-17:00 Europe/Berlin'
  muster rollout watch
  muster rollout retry
  muster rollout rollback --waves 10%,100%

Exit code: 0; of watch: 0 when it is done, 1 when it is stopped, paused or aborted; 2 when a flag is wrong, nobody
consents, nothing can be asked of it, or the account cannot be asked; 74 when the output cannot be written.`;

/** `muster rollout`: brings a new version to the instances that run, in waves. */
export function addRolloutCommand(program: Command): void {
  const rollout = program
    .command('rollout')
    .description('Bring a new version to the instances that run, in waves with a gate after each.')
    .addHelpText('afterAll', examples);
  addRolloutFlags(addAccountFlags(rollout.command('plan')))
    .allowExcessArguments(true)
    .description('Show the waves, and who is left out, before anything happens.')
    .action(plan);
  addRolloutFlags(addAccountFlags(rollout.command('start')))
    .allowExcessArguments(true)
    .description('Start a roll-out.')
    .option('--yes', 'do not ask; without a terminal nobody can be asked')
    .action(start);
  addPaceFlags(addAccountFlags(rollout.command('rollback')))
    .argument('[rollout]', 'which one (default: the latest)')
    .description(
      'Take a roll-out back: send what its instances had before, in waves. One under way is aborted first.',
    )
    .option('--yes', 'do not ask; without a terminal nobody can be asked')
    .action(rollBack);
  addAccountFlags(rollout.command('list')).description('Show all roll-outs, the latest first.').action(list);
  addAccountFlags(rollout.command('watch'))
    .argument('[rollout]', 'which one (default: the latest)')
    .description('Follow a roll-out until it rests.')
    .option('--once', 'show where it is, and end')
    .action(watch);
  for (const [wish, description] of Object.entries(wishes)) addWish(rollout, wish, description);
}

const wishes = {
  pause: 'Take nobody up any more, until it is resumed.',
  resume: 'Go on after a pause, or after a closed gate: what failed in this wave is accepted.',
  abort: 'Take nobody up any more, for good. What was sent ends by itself.',
  retry: 'Take up again who failed, and go on.',
} as const satisfies Readonly<Record<Wish, string>>;

function addWish(rollout: Command, wish: string, description: string): void {
  addAccountFlags(rollout.command(wish))
    .argument('[rollout]', 'which one (default: the latest)')
    .description(description)
    .action((rolloutId: string | undefined, flags: AccountFlags) => ask(wish, rolloutId, flags));
}

async function draft(opened: Opened, ids: readonly string[], flags: RolloutFlags): Promise<Draft> {
  const { settings, deployed, policy } = opened;
  const intent = await readIntent(settings, deployed, ids, { flags, policy });
  const identity = await identify(opened);
  const drafted = await draftRollout(settings, deployed, { identity, ...intent, flags, policy });
  return flags.launches === 'earlier' ? holdLaunches(opened, drafted) : drafted;
}

async function plan(ids: readonly string[], flags: RolloutFlags): Promise<void> {
  showDraft(await draft(await open(flags, 'read'), ids, flags), flags);
}

async function start(ids: readonly string[], flags: RolloutFlags & ConsentFlags): Promise<void> {
  const opened = await open(flags, 'rollout');
  const drafted = await draft(opened, ids, flags);
  if (drafted.members.length === 0)
    throw new UsageError(
      `${drafted.plan.errand === undefined ? 'nobody lacks anything' : 'nobody is meant who can get it'}: nothing was started`,
    );
  showDraft(drafted, flags);
  await askConsent(flags, 'Start it?');
  await begin(opened, drafted, flags);
}

async function list(flags: AccountFlags): Promise<void> {
  const all = await readRollouts(await open(flags, 'read'));
  const lines = all.length === 0 ? ['No roll-out was ever started here.'] : all.map(rolloutLine);
  if (flags.json) process.stdout.write(`${jsonText(all)}\n`);
  else say(lines);
}

async function ask(wish: string, rolloutId: string | undefined, flags: AccountFlags): Promise<void> {
  const known = Object.keys(wishes).find((one): one is Wish => one === wish);
  if (known === undefined) throw new Error(`no such wish: ${wish}`);
  const opened = await open(flags, 'rollout');
  const { desk, settings } = opened;
  const found = await findRollout(() => readRollouts(opened), rolloutId);
  await steer(desk, found, known, await readCaller(settings));
  const { rolloutId: asked } = found.plan;
  if (flags.json) process.stdout.write(`${jsonText({ rolloutId: asked, wish })}\n`);
  else say([`Asked ${asked} to ${wish}; it obeys at the next recheck: muster rollout watch`]);
}

async function watch(
  rolloutId: string | undefined,
  flags: AccountFlags & { readonly once?: true },
): Promise<void> {
  const opened = await open(flags, 'read');
  const found = await findRollout(() => readRollouts(opened), rolloutId);
  const last = await watchRollout(found, {
    isOnce: flags.once === true,
    readAgain: () => findRollout(() => readRollouts(opened), found.plan.rolloutId),
    show: async (rollout) => {
      const failures = await readErrandFailures(opened, rollout);
      const told = rollout.plan.errand === undefined ? rollout : { ...rollout, failures };
      if (flags.json) process.stdout.write(`${jsonText(told)}\n`);
      else say(progressLines(rollout, failures));
    },
  });
  const isWell =
    last.progress.status === 'done' || (!isOver(last.progress) && last.progress.status === 'running');
  if (!isWell) process.exitCode = exitCodes.different;
}
