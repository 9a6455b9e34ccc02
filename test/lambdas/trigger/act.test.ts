import { describe, expect, it } from 'vitest';
import { type ActPorts, act } from '../../../lambdas/trigger/act.ts';
import type { Triggered } from '../../../lambdas/trigger/parse-triggered.ts';
import type { RunbookStart } from '../../../lambdas/trigger/runbooks-client.ts';
import type { Trigger } from '../../../lambdas/trigger/trigger-settings.ts';
import { idOf, nowMs } from '../builders.ts';
import { fakeClock, fakeLog } from '../fakes.ts';

const node = '$.detail.instance-id';
const triggers: Readonly<Record<string, Trigger>> = {
  patch: {
    node,
    perNodeDayMax: 2,
    runbook: { name: 'Muster-PatchInstance', parameters: { InstanceId: node } },
  },
  look: { node, perNodeDayMax: 1 },
};
const eventOf = (number: number, trigger = 'patch', count = 0): Triggered => {
  const eventId = `11111111-2222-4333-8444-${String(number * 100 + count).padStart(12, '0')}`;
  return { trigger, eventId, event: { id: eventId, detail: { 'instance-id': idOf(number) } } };
};

/** Ports that keep what was done. `isDown` says which calls fail, with an error of this name. */
function bench(isDown: (call: string, instanceId?: string) => boolean = () => false, name = 'Error') {
  const asked: string[] = [];
  const started: RunbookStart[] = [];
  const looked: string[] = [];
  const noted = new Map<string, Set<string>>();
  const log = fakeLog();
  const clock = fakeClock(nowMs);
  const check = (call: string, instanceId?: string) => {
    asked.push(call);
    if (isDown(call, instanceId)) throw Object.assign(new Error(`${call} is down`), { name });
  };
  const ports: ActPorts = {
    acts: {
      async note({ key, max }, eventId) {
        check('note');
        const events = noted.get(key) ?? new Set<string>();
        if (!events.has(eventId) && events.size >= max) return false;
        noted.set(key, events.add(eventId));
        return true;
      },
    },
    runbooks: {
      async start(request) {
        check('start', request.parameters['InstanceId']?.[0]);
        started.push(request);
        return `execution-${started.length}`;
      },
    },
    launchQueue: {
      async send(changes) {
        looked.push(...changes.map(({ instanceId }) => instanceId));
        return isDown('send') ? changes.length : 0;
      },
    },
    clock,
    log,
  };
  return {
    asked,
    started,
    looked,
    log,
    clock,
    run: (events: readonly Triggered[]) => act(events, { triggers }, ports),
  };
}

describe('acting on events', () => {
  it('starts a runbook, or has Muster decide anew', async () => {
    const { started, looked, run } = bench();
    const acted = await run([eventOf(1), eventOf(2, 'look')]);
    expect(acted).toEqual({ started: 1, looked: 1, refused: 0, retry: [] });
    expect(started).toMatchObject([
      { runbook: 'Muster-PatchInstance', parameters: { InstanceId: [idOf(1)] } },
    ]);
    expect(looked).toEqual([idOf(2)]);
  });

  it('acts on a node as often as it may in a day, and then says so and leaves it alone', async () => {
    const { started, log, run } = bench();
    const acted = await run([0, 1, 2].map((count) => eventOf(1, 'patch', count)));
    expect([acted.started, acted.refused, started.length]).toEqual([2, 1, 2]);
    const detail = `${idOf(1)}: 2 times today`;
    expect(log.lines.at(-1)).toMatchObject({ level: 'warn', fields: [{ reason: 'ActedTooOften', detail }] });
    expect(await run([eventOf(2)])).toMatchObject({ started: 1 });
  });

  it('starts one runbook a second', async () => {
    const { clock, run } = bench();
    await run([eventOf(1), eventOf(2, 'look'), eventOf(3), eventOf(4)]);
    expect(clock.pauses).toEqual([1_000, 1_000]);
  });

  it('starts with the same cause when an event comes twice, so that nothing starts twice', async () => {
    const { started, run } = bench();
    await run([eventOf(1), eventOf(1), eventOf(1)]);
    expect(new Set(started.map(({ cause }) => cause)).size).toBe(1);
  });

  it('gives back one that fails for good, and acts on the others', async () => {
    const { started, run } = bench((call, instanceId) => call === 'start' && instanceId === idOf(1));
    expect(await run([eventOf(1), eventOf(2)])).toMatchObject({ started: 1, retry: [eventOf(1)] });
    expect(started).toMatchObject([{ parameters: { InstanceId: [idOf(2)] } }]);
  });

  it('gives back what its table could not note, without acting', async () => {
    const { started, run } = bench((call) => call === 'note');
    expect(await run([eventOf(1), eventOf(2)])).toMatchObject({ retry: [eventOf(1), eventOf(2)] });
    expect(started).toEqual([]);
  });

  it('asks no more after a throttled call, and gives back all that follow', async () => {
    const { asked, run } = bench((call) => call === 'start', 'ThrottlingException');
    const events = [eventOf(1, 'look'), eventOf(2), eventOf(3), eventOf(4, 'look')];
    expect(await run(events)).toMatchObject({ looked: 1, started: 0, retry: events.slice(1) });
    expect(asked.filter((call) => call === 'start')).toHaveLength(1);
  });

  it('gives back what the launch queue did not take', async () => {
    const { run } = bench((call) => call === 'send');
    expect((await run([eventOf(1, 'look')])).retry).toHaveLength(1);
  });

  it('refuses an event of a trigger that there is none of, by whatever name', async () => {
    const { run } = bench();
    expect(await run([eventOf(1, 'gone'), eventOf(2, 'toString')])).toMatchObject({ refused: 2, retry: [] });
  });
});
