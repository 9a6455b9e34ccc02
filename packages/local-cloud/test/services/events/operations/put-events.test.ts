import { describe, expect, test } from 'vitest';
import { accountId } from '../../../accounts.ts';
import { busBench, context } from '../bus-bench.ts';

describe('PutEvents', () => {
  const entry = { Source: 'mine', DetailType: 'T', Detail: '{"state":"running"}' };

  test('returns a result for each entry', () => {
    const { host, call, delivered } = busBench();
    const answer = call('PutEvents', {
      Entries: [
        entry,
        { ...entry, Source: 'aws.ec2' },
        { ...entry, Detail: '[1]' },
        { ...entry, Detail: '{' },
        { ...entry, DetailType: '' },
      ],
    });
    expect(answer).toEqual({
      FailedEntryCount: 4,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
        },
      ],
    });
    host.runAll();
    expect(delivered).toHaveLength(1);
  });

  test('each 64 KB of an event that is taken are billed as one', () => {
    const { host, call } = busBench();
    const Detail = JSON.stringify({ text: 'x'.repeat(65_536) });
    call('PutEvents', { Entries: [entry, { ...entry, Detail }, { ...entry, Detail: '{' }] });
    expect(host.meter.totals).toEqual({ 'events.customEvents': 3 });
  });

  test('an entry may have a time', () => {
    const { host, call, delivered } = busBench();
    call('PutEvents', { Entries: [{ ...entry, Time: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, 999)) }] });
    host.runAll();
    expect(JSON.parse(delivered[0]?.payload ?? '').time).toBe('2026-01-01T00:00:00Z');
  });

  test.each([0, 11])('refuses %i entries', (count) => {
    expect(() => busBench().call('PutEvents', { Entries: Array(count).fill(entry) })).toThrow("at 'entries'");
  });

  test('refuses more than 1 MiB in all', () => {
    const { call } = busBench();
    const ofSize = (bytes: number) => ({
      Entries: [{ ...entry, Detail: `{"x":"${'y'.repeat(bytes - 13)}"}` }],
    });
    expect(call('PutEvents', ofSize(1_048_576))).toMatchObject({ FailedEntryCount: 0 });
    expect(() => call('PutEvents', ofSize(1_048_577))).toThrow('over the limit');
  });

  test('asks IAM about the bus, with the source as a condition', () => {
    expect(busBench().bus.operations['PutEvents']?.authorize({ Entries: [entry] }, context)).toEqual([
      {
        action: 'events:PutEvents',
        resource: `arn:aws:events:eu-west-1:${accountId}:event-bus/default`,
        conditions: { 'events:source': 'mine', 'events:detail-type': 'T' },
      },
    ]);
  });

  test('takes an event for a bus that is not there, and nobody receives it, as recorded', () => {
    const { host, call, delivered } = busBench();
    const bus = `arn:aws:events:eu-west-1:${accountId}:event-bus/`;
    const Entries = ['other', `${bus}other`, `${bus}default`].map((EventBusName) => ({
      ...entry,
      EventBusName,
    }));
    expect(call('PutEvents', { Entries })).toMatchObject({ FailedEntryCount: 0 });
    host.runAll();
    expect(delivered).toHaveLength(1);
  });
});
