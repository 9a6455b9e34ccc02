import { styleText } from 'node:util';
import { type AskedAll, answersOf } from '../account/environments.ts';
import type { Part } from '../account/flow-reader.ts';
import type { StatusReport } from '../commands/status/status-report.ts';
import { type RosterSummary, shareOf } from '../commands/status/tally.ts';
import { type Cell, table } from './text-table.ts';
import { visibleText } from './visible-text.ts';

const head = [
  ...['Environment', 'Account', 'Region', 'Onboarded', 'Expected', 'Share'],
  ...['Waiting', 'Failed', 'Unmanaged', 'No entry', 'Dead letters', 'Alarms'],
];

/** What `muster status --all-environments` prints: a row for each environment, and a line for each that cannot be asked. */
export function environmentLines(asked: AskedAll<StatusReport>): string[] {
  const answers = answersOf(asked);
  return [
    ...(answers.length === 0
      ? []
      : table(
          head,
          answers.map(({ environment, value }) => row(environment, value)),
        )),
    ...refusedLines(asked),
  ];
}

/** The environments that could not be asked, each with the reason. */
export function refusedLines(asked: AskedAll<unknown>): string[] {
  return asked.flatMap((one) =>
    'refused' in one
      ? [styleText('red', `${one.environment} could not be asked: ${visibleText(one.refused)}`)]
      : [],
  );
}

function row(environment: string, { account, region, roster, unknown, queue, alarms }: StatusReport): Cell[] {
  const { expected, onboarded } = roster;
  return [
    ...[environment, account, region, onboarded, expected],
    `${Math.floor(shareOf(roster) * 1000) / 10} %`,
    ...[
      countOf(roster, 'waiting', 'claimed', 'commanded'),
      countOf(roster, 'failed'),
      countOf(roster, 'unmanaged'),
    ],
    shown(unknown, ({ count }) => count),
    shown(queue, ({ deadLetters }) => deadLetters),
    shown(alarms, ({ raised }) => raised.length),
  ];
}

function countOf({ bySource }: RosterSummary, ...statuses: readonly string[]): number {
  return Object.values(bySource)
    .flatMap((counts) => statuses.map((status) => counts[status] ?? 0))
    .reduce((sum, count) => sum + count, 0);
}

function shown<T>(part: Part<T>, count: (value: T) => number): Cell {
  return 'refused' in part ? 'not shown' : count(part.value);
}
