import { describe, expect, it } from 'vitest';
import { countsOf, report } from '../../scripts/compare-recordings.ts';
import { differences } from '../../scripts/recordings/match-answer.ts';
import type { Replay } from '../../scripts/recordings/replay.ts';
import { runReplay } from '../../scripts/recordings/run-replay.ts';

const compare = (recorded: unknown, answer: unknown, ignored: readonly string[] = []) =>
  differences(recorded, answer, { bindings: new Map(), ignored });

describe('an answer agrees with a recorded one', () => {
  it.each([
    [
      { a: 1, b: ['x'] },
      { b: ['x'], a: 1 },
    ],
    ['<name:1> and <name:1>', 'x and x'],
    ['arn:<partition>:sqs:<region>:1:q', 'arn:aws:sqs:eu-west-1:1:q'],
    [
      { at: 'date', size: '<code-size>' },
      { at: 1_700_000_000, size: 12 },
    ],
    [{ Body: { a: [1] } }, { Body: '{"a":[1]}' }],
    [
      { ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: 200 } },
      { ResponseMetadata: { HTTPStatusCode: 200 } },
    ],
    ['wrong\n at [Source: (String)"x"; line: 1]', 'wrong'],
  ])('%o and %o', (recorded, answer) => {
    expect(compare(recorded, answer)).toEqual([]);
  });

  it.each([
    [{ a: 1 }, { a: 2 }, '.a: recorded 1, here 2'],
    [{ a: 1 }, {}, '.a: recorded 1, here nothing'],
    [{}, { a: 1 }, '.a: recorded nothing, here 1'],
    [{ a: '1' }, { a: null }, '.a: recorded "1", here null'],
    ['<name:1> and <name:1>', 'x and y', 'recorded "<name:1> and <name:1>", here "x and y"'],
    ['a.c', 'abc', 'recorded "a.c", here "abc"'],
    [['a'], [], 'recorded 1 items, here 0'],
    [{ a: '<name>' }, {}, '.a: recorded "<name>", here nothing'],
  ])('unlike %o and %o', (recorded, answer, expected) => {
    expect(compare(recorded, answer).join()).toContain(expected);
  });

  it('whatever members it cannot have', () => {
    expect(compare({ a: { b: 1 } }, { a: { b: 2 } }, ['b'])).toEqual([]);
  });
});

describe('a recorded test', () => {
  const replay: Replay = {
    file: 'sqs/test',
    test: 'test_send',
    resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } },
    calls: [
      ['sqs:SendMessage', { QueueUrl: '{{Queue}}', MessageBody: 'to {{Queue.QueueName}}' }, '=sent'],
      ['pass', { seconds: 1 }],
      ['sqs:ReceiveMessage', { QueueUrl: '{{Queue}}' }, 'received', { part: ({ Messages }) => Messages }],
      ['sqs:DeleteMessage', { QueueUrl: '{{Queue}}-none', ReceiptHandle: '{{#sent.MessageId}}' }, 'refused'],
    ],
  };
  const recorded = {
    received: [{ Body: 'to q', MD5OfBody: '<md5:1>', MessageId: '<uuid:1>', ReceiptHandle: '<handle:1>' }],
    refused: { message: 'again', Error: { Code: '<code>', Message: 'another text' } },
  };

  it('is said again through HTTP, and each recorded answer is compared', async () => {
    const compared = await runReplay(replay, recorded);
    expect(compared.map(({ name, operation }) => `${operation} ${name}`)).toEqual([
      'ReceiveMessage test_send received',
      'DeleteMessage test_send refused',
    ]);
    const [received, refused] = compared.map((each) => each.differences);
    expect(received).toEqual([]);
    expect(refused?.join()).toContain(
      '.Error.Message: recorded "another text", here "The specified queue does not exist."',
    );
    const counts = countsOf(compared);
    expect(counts).toEqual({
      sqs: { DeleteMessage: { agree: 0, of: 1 }, ReceiveMessage: { agree: 1, of: 1 } },
    });
    expect(report(compared, counts)).toMatch(/^sqs:DeleteMessage test_send refused\n {2}\.Error/);
  });

  it('names a key that nothing was recorded for', async () => {
    await expect(runReplay(replay, {})).rejects.toThrow('test_send: nothing is recorded as received');
  });
});
