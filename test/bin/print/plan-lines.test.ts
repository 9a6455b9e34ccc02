import { expect, it } from 'vitest';
import type { Change } from '../../../bin/commands/plan/compare-courses.ts';
import { countChanges, type PlanReport } from '../../../bin/commands/plan/report-plan.ts';
import { planLines } from '../../../bin/print/plan-lines.ts';
import { idOf } from '../../lambdas/builders.ts';

/** A change of instance 1: it gets a document. */
function aChange(fields: Partial<Change> = {}): Change {
  return {
    ...{ instanceId: idOf(1), change: 'send', group: 'asg:web', reason: 'CommandClaimed', isAnew: true },
    documents: [{ document: 'Muster-Linux', parameters: {} }],
    now: { status: 'failed', reason: 'ScriptFailed', profile: 'default' },
    end: { status: 'onboarded', reason: 'Onboarded', profile: 'default' },
    otherwise: { status: 'failed', reason: 'ScriptFailed', profile: 'default', documents: [] },
    ...fields,
  };
}

function aReport(changes: readonly Change[]): PlanReport {
  return {
    place: { account: '0'.repeat(12), region: 'us-east-1' },
    at: '2026-01-01T00:00:00.000Z',
    configuration: { deployed: 'one', present: 'two' },
    ...{ unreadable: [], running: 20, changes, counts: countChanges(changes) },
    ...{ later: [], kept: [], inFlight: 0, stopped: 0, notKnown: ['What nobody knows.'] },
  };
}

it('alike changes are one line, the most first', () => {
  const changes = [
    aChange({ change: 'exclude', end: { status: 'excluded', reason: 'ExcludedByTag' }, documents: [] }),
    aChange(),
    aChange({ instanceId: idOf(2) }),
  ];
  expect(countChanges(changes).map(({ change, what, instances }) => [change, what, instances])).toEqual([
    ['send', 'Muster-Linux', 2],
    ['exclude', 'ExcludedByTag', 1],
  ]);
});

it('a terminal of 40 columns shows a table that is no wider', () => {
  const lines = planLines(
    aReport([aChange(), aChange({ group: 'eks:a-cluster-with-a-long-name/nodes' })]),
    40,
  );
  const table = lines.slice(3, lines.indexOf('', 3));
  expect(table).toHaveLength(4);
  expect(table.filter((line) => line.length > 40)).toEqual([]);
});

it('what others wrote moves no cursor', () => {
  const hostile = 'web\u001b[2J\u202e\n';
  const changes = [
    aChange({
      ...{ group: hostile, reason: hostile, instanceId: hostile },
      documents: [{ document: hostile, parameters: {} }],
      end: { status: 'onboarded', profile: hostile },
    }),
  ];
  const report = { ...aReport(changes), unreadable: [hostile] };
  const isHostile = (line: string) => ['\u001b[2J', '\u202e', '\n'].some((text) => line.includes(text));
  expect(planLines(report).filter(isHostile)).toEqual([]);
});
