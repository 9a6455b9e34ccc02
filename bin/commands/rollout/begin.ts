import type { AccountFlags } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';
import { confirm } from '../../confirm.ts';
import { UsageError } from '../../failure.ts';
import { draftLines } from '../../print/rollout-lines.ts';
import { say } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import type { Draft } from './draft.ts';
import type { Opened } from './opened.ts';

/** Prints a roll-out before it starts. */
export function showDraft(drafted: Draft, { json }: AccountFlags): void {
  if (json) process.stdout.write(`${jsonText(drafted)}\n`);
  else say(draftLines(drafted));
}

/** `--yes`, which stands for the answer of a person. */
export interface ConsentFlags extends AccountFlags {
  readonly yes?: true;
}

/** @throws UsageError when nobody consents. */
export async function askConsent(flags: ConsentFlags, question: string): Promise<void> {
  if (flags.yes === undefined && !(await confirm(question))) throw new UsageError('nothing was started');
}

/**
 * Starts a roll-out that was drafted.
 * @throws UsageError when another one is under way, or a call fails.
 */
export async function begin({ desk, settings }: Opened, drafted: Draft, flags: AccountFlags): Promise<void> {
  const { rolloutId } = drafted.plan;
  const answer = await desk
    .start(drafted.plan, drafted.members)
    .catch((error: unknown) => refuse('dynamodb:PutItem', error, 'rollout', settings));
  if (answer === 'Busy')
    throw new UsageError('another roll-out is under way: see muster rollout watch, or abort it');
  if (flags.json === undefined) say([`Started ${rolloutId}: muster rollout watch`]);
}
