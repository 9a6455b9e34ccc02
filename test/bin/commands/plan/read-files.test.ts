import { describe, expect, it } from 'vitest';
import { type PlanFiles, readPlanFiles } from '../../../../bin/commands/plan/read-files.ts';
import { idOf, nowMs } from '../../../lambdas/builders.ts';

const id = idOf(1);
const named = (name: string, value: unknown) => ({
  name,
  chunks: [Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))],
  command: `aws ${name}`,
});
const variables = (some: object) => ({ Environment: { Variables: some } });
const onboard = variables({ MUSTER_DOCUMENT_VERSIONS: '{}', MUSTER_CLAIM_LEASE_SECONDS: '300' });
const ofSweep = { MUSTER_MISSING_AFTER_SECONDS: '0', MUSTER_DOCUMENT_VERSIONS: '{}' };
const sweep = variables(ofSweep);
const instance = { InstanceId: id, LaunchTime: '2026-01-01T00:00:00+00:00', State: { Name: 'running' } };
const entry = {
  ...{ instanceId: { S: id }, status: { S: 'onboarded' }, reason: { S: 'Onboarded' } },
  ...{ source: { S: 'standalone' }, revision: { N: '1' }, firstSeenAt: { N: '1' }, launchedAt: { N: '1' } },
  ...{ changedAt: { N: '1' }, onboardedAt: { N: '1' } },
};

/** Files that are as they should be, but for some. */
function read(changes: Readonly<Record<string, unknown>> = {}) {
  const contents = {
    instances: { Reservations: [{ Instances: [instance] }] },
    managed: { InstanceInformationList: [] },
    roster: { Items: [entry] },
    deployed: `${JSON.stringify(onboard)}\n${JSON.stringify(sweep)}`,
    ...changes,
  };
  const files: PlanFiles = {
    instances: [named('instances', contents.instances)],
    managed: [named('managed', contents.managed)],
    roster: [named('roster', contents.roster)],
    deployed: [named('deployed', contents.deployed)],
  };
  return readPlanFiles(files, nowMs);
}

describe('the files of a plan', () => {
  it('have the fleet, the roster and when it began, and the settings of both functions', async () => {
    const pulse = { instanceId: { S: '#pulse' }, firstAtMs: { N: '1767225600000' } };
    const { known, environments } = await read({ roster: { Items: [pulse, entry] } });
    expect(known.instances.get(id)).toMatchObject({ state: 'running', launchedAtMs: Date.UTC(2026, 0, 1) });
    expect([...known.entries.values()]).toMatchObject([{ instanceId: id, status: 'onboarded' }]);
    expect(known.deployedAtMs).toBe(Date.UTC(2026, 0, 1));
    expect(environments.sweep).toEqual(ofSweep);
  });

  it('name the entries that this version cannot read, and nothing is planned for their instances', async () => {
    const { unreadable, known } = await read({
      roster: { Items: [{ ...entry, status: { S: 'sleeping' } }] },
    });
    expect([unreadable, known.instances.size]).toEqual([[id], 0]);
  });

  it.each<[what: string, changes: Readonly<Record<string, unknown>>, message: RegExp]>([
    ['of another output', { roster: { Reservations: [] } }, /^roster: .*was it meant for --instances\?/],
    [
      'of another table',
      { roster: { Items: [{ id: { S: 'i-1' } }] } },
      /^roster: Items\[0\] is no item of the roster/,
    ],
    ['that are cut off', { roster: '{"Items":[{' }, /^roster: line 1, .*Was it cut off\?$/],
    [
      'of one function',
      { deployed: sweep },
      /^deployed: lacks the settings of the function onboard; allowed:/,
    ],
  ])('are refused when there is one %s', async (_, changes, message) => {
    await expect(read(changes)).rejects.toThrow(message);
  });
});
