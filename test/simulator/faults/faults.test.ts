import { Random } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { faultNames, readFaultChoice } from '../../../simulator/faults/fault-kinds.ts';
import { Faults } from '../../../simulator/faults/faults.ts';
import { canFailInPart, serveInPart } from '../../../simulator/faults/faults-of-batches.ts';
import { shortenPage } from '../../../simulator/faults/faults-of-pages.ts';

const ignore = () => undefined;

describe('the faults of a run', () => {
  it('are the same for the same seed', () => {
    expect(new Faults(7, 'default', ignore).drawn).toEqual(new Faults(7, 'default', ignore).drawn);
    expect(new Faults(7, 'default', ignore).drawn).not.toEqual(new Faults(8, 'default', ignore).drawn);
  });

  it('are all off with "none", partly off by default, and exactly those of a list', () => {
    expect(new Faults(1, 'none', ignore).drawn).toEqual({});
    const kinds = Object.keys(new Faults(1, 'default', ignore).drawn).length;
    expect(kinds).toBeGreaterThan(5);
    expect(kinds).toBeLessThan(faultNames.length);
    expect(Object.keys(new Faults(1, ['call-slow'], ignore).drawn)).toEqual(['call-slow']);
  });

  it('strike in the same way when another kind is off', () => {
    const strikes = (kinds: readonly ('call-slow' | 'event-lost')[]) => {
      const faults = new Faults(3, kinds, ignore);
      return Array.from({ length: 200 }, () => {
        faults.strikes('event-lost');
        return faults.strikes('call-slow');
      });
    };
    expect(strikes(['call-slow'])).toEqual(strikes(['call-slow', 'event-lost']));
    expect(strikes(['call-slow'])).toContain(true);
  });

  it('are counted and reported when they occur, and end when they are stopped', () => {
    const told: string[] = [];
    const faults = new Faults(1, ['event-reordered'], (kind) => told.push(kind));
    faults.inject('event-reordered', {});
    expect(told).toEqual(['event-reordered']);
    expect(faults.drawn['event-reordered']?.injected).toBe(1);
    faults.stop();
    expect(Array.from({ length: 100 }, () => faults.strikes('event-reordered'))).not.toContain(true);
  });

  it('are chosen by name', () => {
    expect(readFaultChoice('none')).toEqual({ ok: true, choice: 'none' });
    expect(readFaultChoice('call-slow, event-lost')).toEqual({
      ok: true,
      choice: ['call-slow', 'event-lost'],
    });
  });

  it('refuses an unknown name, and lists the known ones', () => {
    const read = readFaultChoice('call-slow,gremlins');
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? '' : read.problem).toContain('"gremlins"; allowed: default, none');
  });
});

const json = (operation: string, body: object) => ({
  method: 'POST',
  host: 'x',
  path: '/',
  headers: { 'x-amz-target': `X.${operation}` },
  body: JSON.stringify(body),
});

describe('a batch that fails in part', () => {
  const serve = (operation: string, body: object, answer: (asked: unknown) => object) => {
    const response = serveInPart(
      {
        request: json(operation, body),
        operation,
        serve: (asked) => ({
          status: 200,
          headers: {},
          body: JSON.stringify(answer(JSON.parse(asked.body))),
        }),
      },
      'batch-partial',
      new Random(5),
    );
    if (response instanceof Error) throw response;
    return JSON.parse(response.body);
  };

  it('returns each result at its index, and does not run the statements that fail', () => {
    const Statements = Array.from({ length: 10 }, (_, n) => ({ Statement: String(n) }));
    const ran: unknown[] = [];
    const { Responses } = serve('BatchExecuteStatement', { Statements }, (asked) => {
      const list: unknown = Reflect.get(Object(asked), 'Statements');
      const kept = Array.isArray(list) ? list : [];
      ran.push(...kept);
      return { Responses: kept.map(({ Statement }) => ({ TableName: Statement })) };
    });
    expect(Responses).toHaveLength(10);
    expect(ran.length).toBeLessThan(10);
    for (const [place, response] of Responses.entries()) {
      const isDone = ran.some((one) => Reflect.get(Object(one), 'Statement') === String(place));
      expect(response).toEqual(
        isDone
          ? { TableName: String(place) }
          : { Error: expect.objectContaining({ Code: 'ThrottlingError' }) },
      );
    }
  });

  it('returns the keys that were not read', () => {
    const Keys = Array.from({ length: 10 }, (_, n) => ({ instanceId: { S: String(n) } }));
    let read = 0;
    const { UnprocessedKeys } = serve('BatchGetItem', { RequestItems: { T: { Keys } } }, (asked) => {
      read = (JSON.stringify(asked).match(/"S"/g) ?? []).length;
      return { Responses: { T: [] }, UnprocessedKeys: {} };
    });
    expect(UnprocessedKeys.T.Keys).toHaveLength(10 - read);
    expect(read).toBeLessThan(10);
  });

  it('does not apply to an operation with a single result', () => {
    expect(canFailInPart('batch-partial', 'SendCommand')).toBe(false);
    expect(canFailInPart('write-conflict', 'BatchGetItem')).toBe(false);
  });
});

describe('a short page', () => {
  it('requests fewer items, and leaves a request without pages as it is', () => {
    const asked = shortenPage(json('ListCommands', { MaxResults: 50, NextToken: 't' }), 'ListCommands');
    expect(JSON.parse(asked?.body ?? '')).toEqual({ MaxResults: 5, NextToken: 't' });
    expect(JSON.parse(shortenPage(json('Query', {}), 'Query')?.body ?? '')).toEqual({ Limit: 5 });
    expect(shortenPage(json('SendCommand', {}), 'SendCommand')).toBeUndefined();
    expect(shortenPage(json('ListCommands', { MaxResults: 5 }), 'ListCommands')).toBeUndefined();
  });

  it('requests fewer items in the protocol of EC2', () => {
    for (const operation of ['DescribeInstances', 'DescribeInstanceStatus']) {
      const request = { ...json('', {}), headers: {}, body: `Action=${operation}&MaxResults=1000` };
      expect(shortenPage(request, operation)?.body).toBe(`Action=${operation}&MaxResults=5`);
    }
  });
});
