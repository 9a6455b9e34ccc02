import { chunk } from '../../../lambdas/shared/domain/commands/order.ts';
import { limits } from '../../../lambdas/shared/domain/limits.ts';
import { UsageError } from '../../failure.ts';
import type { ReachableNode } from './run-node.ts';

/** How many nodes may run it at once, and how many may fail before no other gets it. */
export interface Pace {
  readonly concurrency: number;
  readonly errorsMax: number;
}

/** What is known in the middle of a run. */
export interface Progress {
  /** The nodes that have not got it, in their order. */
  readonly waiting: readonly ReachableNode[];
  readonly inFlight: number;
  readonly errors: number;
}

/** Nodes that get it next, with one `SendCommand`. All have the same platform. */
export interface Portion {
  readonly nodes: readonly ReachableNode[];
  /** How many of them may fail before Systems Manager stops the rest. */
  readonly errorsMax: number;
}

/** The forms of botocore (SendCommandRequest.MaxConcurrency and MaxErrors). */
const concurrencyForm = /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/;
const errorsForm = /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/;
const lengthMax = 7;

/** @throws UsageError when a flag has another form than in the AWS CLI. */
export function checkPace(maxConcurrency: string, maxErrors: string): void {
  if (!concurrencyForm.test(maxConcurrency) || maxConcurrency.length > lengthMax)
    throw new UsageError(
      `--max-concurrency ${maxConcurrency}: allowed is a number from 1, or 1% to 100% of the nodes`,
    );
  if (!errorsForm.test(maxErrors) || maxErrors.length > lengthMax)
    throw new UsageError(`--max-errors ${maxErrors}: allowed is a number from 0, or 0% to 100% of the nodes`);
}

/** The pace for so many nodes. A percentage is rounded down; at least one node runs. */
export function paceFor(nodeCount: number, maxConcurrency: string, maxErrors: string): Pace {
  const share = (text: string) =>
    text.endsWith('%') ? Math.floor((nodeCount * Number.parseInt(text, 10)) / 100) : Number(text);
  return { concurrency: Math.max(1, share(maxConcurrency)), errorsMax: share(maxErrors) };
}

/** True when so many have failed that no other node gets it. */
export function isStopped({ errors }: Progress, { errorsMax }: Pace): boolean {
  return errors > errorsMax;
}

/**
 * Who gets it now: as many as there is room for, at most 50 a command. Room comes back node by node, so a slow node
 * holds nobody else up. Systems Manager begins each command with one node, and then sends to more.
 */
export function planPortions(progress: Progress, pace: Pace): Portion[] {
  if (isStopped(progress, pace)) return [];
  const room = Math.max(0, pace.concurrency - progress.inFlight);
  const next = progress.waiting.slice(0, room);
  const platforms = [...new Set(next.map(({ platform }) => platform))];
  return platforms
    .flatMap((platform) =>
      chunk(
        next.filter((node) => node.platform === platform),
        limits.instancesPerCommandMax,
      ),
    )
    .map((nodes) => ({ nodes, errorsMax: pace.errorsMax - progress.errors }));
}
