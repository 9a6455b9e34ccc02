import { describe, expect, it } from 'vitest';
import { type GatePorts, gateLaunches } from '../../../lambdas/launch-gate/gate-launches.ts';
import type { Hold } from '../../../lambdas/launch-gate/hold.ts';
import type { NextLook } from '../../../lambdas/launch-gate/hold-queue-client.ts';
import type { Answer } from '../../../lambdas/launch-gate/lifecycle-client.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, idOf, minuteMs, nowMs } from '../builders.ts';
import { fakeClock, fakeLog } from '../fakes.ts';
import { aGate, aHold } from './holds.ts';

const settings = { rosterTable: 'Roster', holdQueueUrl: 'url', lookSeconds: 60, gates: { web: aGate } };
const over: Answer = { isOver: true, message: 'No active Lifecycle Action found' };

interface World {
  readonly entries?: readonly RosterEntry[];
  readonly answer?: (call: string, hold: Hold) => Answer;
  readonly send?: (looks: readonly NextLook[]) => Hold[];
}

/** Ports that keep what was done. */
function bench({ entries = [], answer = () => ({ isOver: false }), send = () => [] }: World) {
  const calls: string[] = [];
  const sent: NextLook[] = [];
  const log = fakeLog();
  const call = (name: string, hold: Hold) => {
    calls.push(`${name} ${hold.token}`);
    return answer(name, hold);
  };
  const ports: GatePorts = {
    roster: {
      read: async (ids) => {
        calls.push(`read ${ids.length}`);
        return new Map(entries.map((entry) => [entry.instanceId, entry]));
      },
    },
    lifecycle: {
      complete: async (hold, result) => call(result, hold),
      heartbeat: async (hold) => call('heartbeat', hold),
    },
    queue: {
      send: async (looks) => {
        sent.push(...looks);
        return send(looks);
      },
    },
    clock: fakeClock(nowMs),
    log,
  };
  return { ports, calls, sent, log };
}

describe('the gate', () => {
  it('lets an onboarded instance go on', async () => {
    const { ports, calls, sent } = bench({ entries: [anEntry({ status: 'onboarded' })] });
    expect(await gateLaunches([aHold()], settings, ports)).toEqual({ ready: 1, unready: 0, retry: [] });
    expect(calls).toEqual(['read 1', 'CONTINUE token-1']);
    expect(sent).toEqual([]);
  });

  it('sends who waits to the queue again, with the time of the heartbeat', async () => {
    const { ports, calls, sent } = bench({});
    const fresh = aHold({ token: 'token-2', instanceId: idOf(2), startedAt: nowMs - 30_000 });
    expect(await gateLaunches([aHold(), fresh], settings, ports)).toEqual({
      ready: 0,
      unready: 0,
      retry: [],
    });
    expect(calls).toEqual(['read 2', 'heartbeat token-1']);
    expect(sent).toEqual([
      { hold: aHold({ heartbeatAt: nowMs }), delaySeconds: 60 },
      { hold: fresh, delaySeconds: 30 },
    ]);
  });

  it('makes one of two copies of a hold', async () => {
    const { ports, calls, sent } = bench({});
    await gateLaunches([aHold(), aHold()], settings, ports);
    expect(calls).toEqual(['read 1', 'heartbeat token-1']);
    expect(sent).toHaveLength(1);
  });

  it('does what its group wants with a failed instance, and counts it', async () => {
    const { ports, calls, log } = bench({ entries: [anEntry({ status: 'failed' })] });
    expect(await gateLaunches([aHold()], settings, ports)).toMatchObject({ unready: 1 });
    expect(calls).toContain('ABANDON token-1');
    expect(log.lines).toEqual([
      {
        ...{ level: 'warn', message: 'launch not ready' },
        fields: [expect.objectContaining({ reason: 'Failed', status: 'failed', origin: 'EC2' })],
      },
    ]);
  });

  it('takes a wait that is over for done', async () => {
    const { ports, sent, log } = bench({ answer: () => over });
    expect(await gateLaunches([aHold()], settings, ports)).toEqual({ ready: 0, unready: 0, retry: [] });
    expect(sent).toEqual([]);
    expect(log.lines[0]).toMatchObject({ level: 'info', message: 'hold was over' });
  });

  it('counts a wait that the hook has ended by itself', async () => {
    const { ports, log } = bench({ answer: () => over });
    const late = aHold({ startedAt: nowMs - 31 * minuteMs });
    expect(await gateLaunches([late], settings, ports)).toMatchObject({ unready: 1 });
    expect(log.lines[0]).toMatchObject({ level: 'warn', message: 'hook timed out' });
  });

  it('says nothing when such an instance is onboarded meanwhile', async () => {
    const { ports } = bench({ answer: () => over, entries: [anEntry({ status: 'onboarded' })] });
    const late = aHold({ startedAt: nowMs - 31 * minuteMs });
    expect(await gateLaunches([late], settings, ports)).toMatchObject({ ready: 0, unready: 0 });
  });

  it('has one hold come back whose call fails, and keeps no other back', async () => {
    const entries = [1, 2].map((number) => anEntry({ status: 'onboarded', instanceId: idOf(number) }));
    const answer = (_: string, { token }: Hold): Answer => {
      if (token === 'token-1') throw new Error('throttled');
      return { isOver: false };
    };
    const { ports } = bench({ entries, answer });
    const holds = [aHold(), aHold({ token: 'token-2', instanceId: idOf(2) })];
    expect(await gateLaunches(holds, settings, ports)).toEqual({ ready: 1, unready: 0, retry: [holds[0]] });
  });

  it('has holds come back that the queue did not take', async () => {
    const [one, two] = [aHold(), aHold({ token: 'token-2' })];
    const { ports } = bench({ send: (looks) => looks.slice(1).map(({ hold }) => hold) });
    expect(await gateLaunches([one, two], settings, ports)).toMatchObject({ retry: [two] });
    const down = bench({
      send: () => {
        throw new Error('down');
      },
    });
    expect(await gateLaunches([one, two], settings, down.ports)).toMatchObject({ retry: [one, two] });
  });

  it('drops the hold of a group that has no gate', async () => {
    for (const groupName of ['other', 'constructor']) {
      const { ports, calls } = bench({});
      expect(await gateLaunches([aHold({ groupName })], settings, ports)).toMatchObject({ retry: [] });
      expect(calls).toEqual(['read 1']);
    }
  });
});
