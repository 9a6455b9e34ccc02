import { assertInstanceSpec, type InstanceSpec } from 'local-cloud';
import { expect, it } from 'vitest';
import { type FaultKind, kindsAt } from '../../../simulator/faults/fault-kinds.ts';
import { Faults } from '../../../simulator/faults/faults.ts';
import { strikeInstances } from '../../../simulator/faults/faults-of-instances.ts';
import { exampleFleet } from '../../../simulator/fleet/example-fleet.ts';
import { lastPlannedSeconds } from '../../../simulator/fleet/workload.ts';
import { accountId } from '../../accounts.ts';

const place = { partition: 'aws', region: 'eu-west-1', accountId };
const workload = exampleFleet({ launches: 2_000, seed: 1, place });

/** The plans that a kind changes. */
function struck(kind: FaultKind): InstanceSpec[] {
  const changed = strikeInstances(workload, new Faults(1, [kind], () => undefined));
  return changed.filter((launch, index) => launch !== workload[index]).map(({ spec }) => spec);
}

it.each(kindsAt('instance'))('%s changes the plans of some instances, to plans that can be', (kind) => {
  const specs = struck(kind);
  expect(specs.length).toBeGreaterThan(0);
  expect(specs.length).toBeLessThan(workload.length);
  for (const spec of specs) expect(() => assertInstanceSpec(spec)).not.toThrow();
});

it('scripts are killed in every way that the platform can tell apart', () => {
  const specs = struck('script-killed');
  const codes = (isWindows: boolean) =>
    specs.flatMap(({ platform, script }) =>
      (platform.type === 'Windows') === isWindows ? script.exitCodes.filter((code) => code !== 0) : [],
    );
  expect([...new Set(codes(false))].sort()).toEqual([-1, 137, 139, 143]);
  expect([...new Set(codes(true))]).toEqual([137]);
});

it('a run lasts until the last busy agent is free', () => {
  const [launch] = workload;
  const spec = struck('agent-busy')[0];
  if (launch === undefined || spec === undefined) throw new Error('nothing is struck');
  const busy = {
    ...spec,
    registration: { kind: 'normal' },
    lifecycle: { agentBusyForSeconds: 5_000 },
  } as const;
  expect(lastPlannedSeconds([{ ...launch, atSeconds: 7, spec: busy }])).toBe(5_007);
});
