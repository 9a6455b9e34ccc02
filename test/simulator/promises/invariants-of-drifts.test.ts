import { expect, it } from 'vitest';
import { checkDriftTold, type DriftEvidence } from '../../../simulator/promises/invariants-of-drifts.ts';
import { hourMs, idOf, nowMs } from '../../lambdas/builders.ts';

const told = `Muster-Linux told NotInstalled ${nowMs}`;

/** What is wrong with instance 1, which lost its agents 30 hours ago and is onboarded. The bound is 28 hours. */
function wrong(
  change: {
    readonly onDrift?: string;
    readonly drift?: string;
    readonly state?: string;
    readonly isUp?: boolean;
    readonly status?: DriftEvidence['roster'][number]['status'];
  } & Partial<Pick<DriftEvidence, 'faultsEndMs' | 'drifts'>> & { readonly mendedMs?: number },
): readonly string[] {
  const { onDrift = 'tell', drift, state = 'running', isUp = true, mendedMs, status = 'onboarded' } = change;
  const agent = { hasBeenUpSince: () => isUp };
  const lost = {
    instance: { id: idOf(1), state, stateSinceMs: 0, agent },
    atMs: nowMs - 30 * hourMs,
    ...(mendedMs === undefined ? {} : { mendedMs }),
  };
  return checkDriftTold({
    cloud: { timeline: { nowMs } },
    roster: [{ instanceId: idOf(1), status, ...(drift === undefined ? {} : { drift }) }],
    drifts: change.drifts ?? [lost],
    bounds: { driftSeconds: 28 * 60 * 60 },
    times: onDrift === 'never' ? {} : { onDrift },
    faultsEndMs: change.faultsEndMs ?? 0,
  }).map(({ what }) => what);
}

it('who has lost its agents for longer than the bound is told', () => {
  expect(wrong({})).toEqual(['has lost its agents for 30 hours, and nobody is told']);
  expect(wrong({ drift: told })).toEqual([]);
});

it('or is sent them again, where the setting says so', () => {
  expect(wrong({ onDrift: 'send', drift: told })).toEqual([
    'has lost its agents for 30 hours, and was sent nothing',
  ]);
  expect(wrong({ onDrift: 'send', mendedMs: nowMs })).toEqual([]);
});

it.each([
  ['nothing is verified', { onDrift: 'never' }],
  ['the faults ended a moment ago', { faultsEndMs: nowMs - hourMs }],
  ['it has stopped', { state: 'stopped' }],
  ['its SSM agent did not answer', { isUp: false }],
  ['it is not onboarded', { status: 'failed' }],
] as const)('nothing is promised when %s', (_, change) => {
  expect(wrong(change)).toEqual([]);
});

it('nobody else is told to have drifted', () => {
  expect(wrong({ drifts: [], drift: told })).toEqual([`is told to have drifted: ${told}`]);
});
