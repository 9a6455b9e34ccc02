import { describe, expect, it } from 'vitest';
import { SimulationWatch } from '../../../simulator/run/simulation-watch.ts';

const start = () => {
  const watch = new SimulationWatch();
  const send = (commandId: string, instances: string, document = 'D:1', atMs = 1000) =>
    watch.take({ atMs, kind: 'ssm.command', fields: { commandId, document, instances } });
  const end = (commandId: string, instanceId: string, details: string, atMs = 2000) =>
    watch.take({ atMs, kind: 'ssm.invocation', fields: { commandId, instanceId, details } });
  return { watch, send, end };
};

describe('the watch over second commands', () => {
  it('does not count what verifies', () => {
    const { watch, send } = start();
    send('c-1', 'i-1');
    const fields = { commandId: 'c-2', document: 'D:1', instances: 'i-1', comment: 'muster verify r1/1.1' };
    watch.take({ atMs: 2000, kind: 'ssm.command', fields });
    expect([watch.secondCommands, watch.commandCount]).toEqual([[], 1]);
  });

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

describe('the watch over a version that is sent again after another one', () => {
  it.each([
    ['accepts it', 'Failed', 0],
    ['finds it', 'DeliveryTimedOut', 1],
    ['finds it', 'Success', 1],
  ])('%s when the other one was %s', (_, details, count) => {
    const { watch, send, end } = start();
    send('c-1', 'i-1');
    end('c-1', 'i-1', 'Success');
    send('c-2', 'i-1', 'D:2', 3000);
    end('c-2', 'i-1', details, 4000);
    send('c-3', 'i-1', 'D:1', 5000);
    expect(watch.secondCommands).toHaveLength(count);
  });

  it('finds it when the failed one is of another document', () => {
    const { watch, send, end } = start();
    send('c-1', 'i-1');
    end('c-1', 'i-1', 'Success');
    send('c-2', 'i-1', 'E:1', 3000);
    end('c-2', 'i-1', 'Failed', 4000);
    send('c-3', 'i-1', 'D:1', 5000);
    expect(watch.secondCommands).toHaveLength(1);
  });
});

describe('the watch over the documents of an instance', () => {
  it('keeps the end of each, and how long after it another one came', () => {
    const { watch, send, end } = start();
    send('c-1', 'i-1 i-2');
    end('c-1', 'i-1', 'InProgress', 1500);
    end('c-1', 'i-1', 'Failed', 2000);
    send('c-2', 'i-1', 'E:1', 5000);
    expect(watch.nextDocuments).toEqual([{ instanceId: 'i-1', document: 'E:1', seconds: 3 }]);
    expect(['D:1', 'E:1', 'F:1'].map((document) => watch.detailsOf('i-1', document))).toEqual([
      ...['Failed', 'Pending', undefined],
    ]);
  });

  it('does not count the same document again', () => {
    const { watch, send, end } = start();
    send('c-1', 'i-1');
    end('c-1', 'i-1', 'Failed');
    send('c-2', 'i-1');
    expect(watch.nextDocuments).toEqual([]);
  });
});
