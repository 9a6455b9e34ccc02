import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../src/core/is-record.ts';
import type { Count } from './evidence.ts';
import { eventPatterns } from './recordings/event-patterns.ts';
import type { Comparison, Members, Replay } from './recordings/replay.ts';
import { replaysOfEvents } from './recordings/replays-of-events.ts';
import { replaysOfLambda } from './recordings/replays-of-lambda.ts';
import { replaysOfLambdaNames } from './recordings/replays-of-lambda-names.ts';
import { replaysOfMoveTasks } from './recordings/replays-of-move-tasks.ts';
import { replaysOfSns } from './recordings/replays-of-sns.ts';
import { replaysOfSqs } from './recordings/replays-of-sqs.ts';
import { replaysOfSsm } from './recordings/replays-of-ssm.ts';
import { runReplay } from './recordings/run-replay.ts';

export { comparisonsOf } from './recordings/dynalite-counts.ts';

/** Every recorded test that is said again here. */
const replays: readonly Replay[] = [
  ...replaysOfLambda,
  ...replaysOfLambdaNames,
  ...replaysOfSqs,
  ...replaysOfMoveTasks,
  ...replaysOfSns,
  ...replaysOfEvents,
  ...replaysOfSsm,
];

/** Compares the answers of the local cloud with the recordings in a folder: a copy of LocalStack's. */
export async function compareRecordings(folder: string): Promise<Comparison[]> {
  const compared: Comparison[] = [];
  const all = [
    ...replays.map((replay) => ({ replay, recorded: recordedIn(folder, replay) })),
    ...eventPatterns(folder, (test) => recordedIn(folder, { file: 'events/test_events_patterns', test })),
  ];
  for (const { replay, recorded } of all) compared.push(...(await runReplay(replay, recorded)));
  return compared;
}

/** How many recorded answers agree, by service and operation. */
export type Counts = Readonly<Record<string, Readonly<Record<string, Count>>>>;

/** Counts what was compared. */
export function countsOf(compared: readonly Comparison[]): Counts {
  const of = (some: readonly Comparison[]) => ({
    agree: some.filter(({ differences }) => differences.length === 0).length,
    of: some.length,
  });
  return grouped(
    compared,
    ({ service }) => service,
    (some) => grouped(some, ({ operation }) => operation, of),
  );
}

/** Groups in the order of their names. */
function grouped<Group>(
  compared: readonly Comparison[],
  nameOf: (one: Comparison) => string,
  group: (some: readonly Comparison[]) => Group,
): Record<string, Group> {
  const names = [...new Set(compared.map(nameOf))].sort();
  return Object.fromEntries(
    names.map((name) => [name, group(compared.filter((one) => nameOf(one) === name))]),
  );
}

/** What to print: each difference, and the counts. */
export function report(compared: readonly Comparison[], counts: Counts): string {
  const differing = compared.filter(({ differences }) => differences.length > 0);
  return [
    ...differing.flatMap(({ service, operation, name, differences }) => [
      `${service}:${operation} ${name}`,
      ...differences.map((each) => `  ${each}`),
    ]),
    ...Object.entries(counts).flatMap(([service, operations]) =>
      Object.entries(operations).map(([name, { agree, of }]) => `${service}:${name} ${agree} of ${of} agree`),
    ),
    '',
  ].join('\n');
}

const files = new Map<string, unknown>();

function recordedIn(folder: string, { file, test }: Pick<Replay, 'file' | 'test'>): Members {
  const path = `tests/aws/services/${file}`;
  const content = files.get(path) ?? JSON.parse(readFileSync(join(folder, `${path}.snapshot.json`), 'utf8'));
  files.set(path, content);
  const recording: unknown = isRecord(content) ? content[`${path}.py::${test}`] : undefined;
  const recorded = isRecord(recording) ? recording['recorded-content'] : undefined;
  if (!isRecord(recorded)) throw new Error(`${path}: nothing is recorded of ${test}`);
  return recorded;
}
