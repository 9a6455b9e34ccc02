import { describe, expect, it } from 'vitest';
import { NotEmulatedError, ServiceError } from '../../../../src/core/service.ts';
import { codeOf, SqsBench } from '../sqs-bench.ts';

describe('SendMessage', () => {
  it('returns the id and the MD5 of the body', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const input = { QueueUrl: bench.url('launches'), MessageBody: 'msg' };
    const sent = bench.sqs.operations.SendMessage.run(input, bench.context);
    expect(sent.MD5OfMessageBody).toBe('6e2baaf3b97dbeef01c0043275f9a0e7');
    expect(bench.receive('launches')[0]?.MessageId).toBe(sent.MessageId);
  });

  it('returns the MD5 of attributes that was recorded from AWS', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const send = (
      MessageAttributes: Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }>,
    ) =>
      bench.sqs.operations.SendMessage.run(
        { QueueUrl: bench.url('launches'), MessageBody: 'msg', MessageAttributes },
        bench.context,
      ).MD5OfMessageAttributes;
    const strings = { Hello: text('There'), General: text('Kenobi'), 'Help.Me': text('Me') };
    expect(send(strings)).toBe('4c360f3fdafd970e05fae2f149d997f5');
    const bytes = Buffer.from('traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01');
    const binary = { attr1: { DataType: 'Binary', BinaryValue: bytes } };
    expect(send(binary)).toBe('8cbe4db156db8a94db8b801b7addb984');
  });

  it('refuses what AWS refuses, with its codes', () => {
    const bench = new SqsBench();
    bench.declare('launches', { MaximumMessageSize: 1024 });
    const send = (input: Record<string, unknown>, QueueUrl = bench.url('launches')) =>
      codeOf(() =>
        bench.sqs.operations.SendMessage.run({ QueueUrl, MessageBody: 'x', ...input }, bench.context),
      );
    expect(send({})).toBe('no error');
    expect(send({ MessageBody: '' })).toBe('MissingRequiredParameterException');
    expect(send({ MessageBody: 'bell \u0007' })).toBe('InvalidMessageContents');
    expect(send({ MessageBody: 'half a pair \ud83d' })).toBe('InvalidMessageContents');
    expect(send({ MessageBody: 'a whole pair \ud83d\ude00, a tab \t and a line\r\n' })).toBe('no error');
    expect(send({ MessageBody: 'x'.repeat(1024) })).toBe('no error');
    expect(send({ MessageBody: 'x'.repeat(1025) })).toBe('InvalidParameterValueException');
    expect(send({ MessageBody: 'é'.repeat(513) })).toBe('InvalidParameterValueException');
    expect(send({ DelaySeconds: 901 })).toBe('InvalidParameterValueException');
    expect(send({ MessageDeduplicationId: 'a' })).toBe('InvalidParameterValueException');
    expect(send({}, bench.url('other'))).toBe('QueueDoesNotExist');
    expect(send({}, 'http://localhost:4566/launches')).toBe('InvalidAddress');
  });

  it('refuses wrong message attributes', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const send = (name: string, value: { DataType: string; StringValue?: string }) =>
      codeOf(() =>
        bench.sqs.operations.SendMessage.run(
          { QueueUrl: bench.url('launches'), MessageBody: 'x', MessageAttributes: { [name]: value } },
          bench.context,
        ),
      );
    expect(send('fine', { DataType: 'Number.int', StringValue: '-1.5' })).toBe('no error');
    const refused: [string, { DataType: string; StringValue?: string }][] = [
      ['AWS.x', { DataType: 'String', StringValue: 'a' }],
      ['a..b', { DataType: 'String', StringValue: 'a' }],
      ['space here', { DataType: 'String', StringValue: 'a' }],
      ['a', { DataType: 'Text', StringValue: 'a' }],
      ['a', { DataType: 'String', StringValue: '' }],
      ['a', { DataType: 'Number', StringValue: 'one' }],
      ['a', { DataType: 'Binary', StringValue: 'no bytes' }],
    ];
    expect(refused.map(([name, value]) => send(name, value))).toEqual(
      refused.map(() => 'InvalidParameterValueException'),
    );
  });

  it('has the codes of the query protocol that were recorded', () => {
    const bench = new SqsBench();
    bench.declare('launches', { MaximumMessageSize: 1024 });
    const queryCode = (input: Record<string, unknown>) => {
      try {
        const QueueUrl = bench.url('launches');
        bench.sqs.operations.SendMessage.run({ QueueUrl, MessageBody: 'x', ...input }, bench.context);
      } catch (error) {
        return error instanceof ServiceError ? error.queryCode : error;
      }
      return 'no error';
    };
    expect(queryCode({ MessageBody: '' })).toBe('MissingParameter');
    expect(queryCode({ MessageBody: 'x'.repeat(1025) })).toBe('InvalidParameterValue');
    const empty = { DataType: 'String', StringValue: '' };
    expect(queryCode({ MessageAttributes: { empty } })).toBe('InvalidParameterValue');
    for (const MessageGroupId of ['', 'a'.repeat(129), 'group 1'])
      expect(queryCode({ MessageGroupId })).toBe('InvalidParameterValue');
  });

  it('refuses FIFO, fair queues, KMS and trace headers as not emulated', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const send = (input: Record<string, unknown>) => () =>
      bench.sqs.operations.SendMessage.run(
        { QueueUrl: bench.url('launches'), MessageBody: 'x', ...input },
        bench.context,
      );
    expect(send({ MessageGroupId: 'a' })).toThrow(NotEmulatedError);
    const trace = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } };
    expect(send({ MessageSystemAttributes: trace })).toThrow(NotEmulatedError);
    expect(() => bench.declare('launches.fifo')).toThrow(NotEmulatedError);
    expect(() => bench.declare('fifo', { FifoQueue: true })).toThrow(NotEmulatedError);
    expect(() => bench.declare('kms', { KmsMasterKeyId: 'alias/key' })).toThrow(NotEmulatedError);
  });
});
