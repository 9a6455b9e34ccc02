import { describe, expect, it } from 'vitest';
import { SimulationWatch } from '../../../simulator/run/simulation-watch.ts';

const start = () => {
  const watch = new SimulationWatch();
  const send = (commandId: string, instances: string, document = 'D:1') =>
    watch.take({ atMs: 1000, kind: 'ssm.command', fields: { commandId, document, instances } });
  const end = (commandId: string, instanceId: string, details: string) =>
    watch.take({ atMs: 2000, kind: 'ssm.invocation', fields: { commandId, instanceId, details } });
  return { watch, send, end };
};

describe('the watch over second commands', () => {
  it('finds one that is sent while the first is open', () => {
    const { watch, send } = start();
    send('c-1', 'i-1 i-2');
    send('c-2', 'i-2 i-3');
    expect(watch.secondCommands).toMatchObject([{ instanceId: 'i-2', commandId: 'c-2', earlierId: 'c-1' }]);
  });

  it('finds one that is sent after the first has succeeded', () => {
    const { watch, send, end } = start();
    send('c-1', 'i-1');
    end('c-1', 'i-1', 'Success');
    send('c-2', 'i-1');
    expect(watch.secondCommands).toMatchObject([{ earlierDetails: 'Success' }]);
  });

  it('accepts one after the first has failed, and one of another version', () => {
    const { watch, send, end } = start();
    send('c-1', 'i-1');
    end('c-1', 'i-1', 'Undeliverable');
    send('c-2', 'i-1');
    end('c-2', 'i-1', 'Success');
    send('c-3', 'i-1', 'D:2');
    expect(watch.secondCommands).toEqual([]);
    expect(watch.latestDetails('i-1')).toBe('Pending');
  });
});
