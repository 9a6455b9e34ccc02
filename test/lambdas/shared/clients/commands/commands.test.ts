import { ListCommandsCommand, SendCommandCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommands } from '../../../../../lambdas/shared/clients/commands/commands.ts';
import { anOrder, idOf, idsTo, nowMs } from '../../../builders.ts';
import { fakeClock } from '../../../fakes.ts';
import { answerPages } from '../../../pages.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const error = (name: string, message = '', fault: 'client' | 'server' = 'client') =>
  new SSMServiceException({ name, message, $fault: fault, $metadata: {} });

/**
 * Answers every send with a command, except calls with one of these ids. They are refused, and the id is not
 * named.
 */
function refuseInstances(badIds: readonly string[], name = 'InvalidInstanceId') {
  let count = 0;
  ssm.on(SendCommandCommand).callsFake((input: { InstanceIds: string[] }) => {
    if (input.InstanceIds.some((id) => badIds.includes(id))) throw error(name);
    count += 1;
    return { Command: { CommandId: `command-${count}` } };
  });
}

const sends = () => ssm.commandCalls(SendCommandCommand).map((call) => call.args[0].input);

/**
 * The client under test, on a clock that only its pauses move. The wire test covers the SDK's own retries.
 */
function connect() {
  const clock = fakeClock();
  return { clock, commands: createCommands(undefined, undefined, clock) };
}

describe('send', () => {
  it('asks for the document, its version and its parameters, and puts the order id into the comment', async () => {
    refuseInstances([]);
    const result = await connect().commands.send(anOrder([idOf(1), idOf(2)], { orderId: 'request-1.4' }));
    expect(result).toEqual({ commandId: 'command-1' });
    expect(sends()).toEqual([
      {
        DocumentName: 'Muster-Linux',
        DocumentVersion: '7',
        Parameters: { Version: ['1.2.3'] },
        InstanceIds: [idOf(1), idOf(2)],
        Comment: 'muster order request-1.4',
        // Ten minutes to start, because the agent answered a moment ago.
        TimeoutSeconds: 600,
        MaxErrors: '100%',
        MaxConcurrency: '100%',
      },
    ]);
  });

  it('keeps the comment of a request id of Lambda within 100 characters', async () => {
    refuseInstances([]);
    const orderId = `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.200`;
    await connect().commands.send(anOrder([idOf(1)], { orderId }));
    expect(sends()[0]?.Comment?.length).toBeLessThanOrEqual(100);
  });

  it('is refused as a whole when one instance is refused, and sends no part of it', async () => {
    refuseInstances([idOf(37)]);
    const answer = await connect().commands.send(anOrder(idsTo(50)));
    expect(answer).toEqual({ kind: 'NotReady', message: expect.stringMatching(/InvalidInstanceId/) });
    expect(sends()).toHaveLength(1);
  });
});

describe('a throttled send', () => {
  it.each(['ThrottlingException', 'Throttling', 'RequestLimitExceeded', 'TooManyRequestsException'])(
    'with %s is tried again after one, two and four seconds, and then given up',
    async (name) => {
      ssm.on(SendCommandCommand).rejects(error(name, 'Rate exceeded'));
      const { clock, commands } = connect();
      const result = await commands.send(anOrder(idsTo(2)));
      expect(result).toEqual({ kind: 'Throttled', message: `${name}: Rate exceeded` });
      expect(clock.pauses).toEqual([1_000, 2_000, 4_000]);
      expect(sends()).toHaveLength(4);
    },
  );

  it('goes through when the throttling passes', async () => {
    ssm
      .on(SendCommandCommand)
      .rejectsOnce(error('ThrottlingException'))
      .resolves({ Command: { CommandId: 'command-1' } });
    const { clock, commands } = connect();
    const result = await commands.send(anOrder([idOf(1)]));
    expect(result).toEqual({ commandId: 'command-1' });
    expect(clock.pauses).toEqual([1_000]);
  });
});

describe('a refused send', () => {
  it.each([
    ['InvalidInstanceId', 'client', 'NotReady'],
    ['UnsupportedPlatformType', 'client', 'UnsupportedPlatform'],
    ['AccessDeniedException', 'client', 'Denied'],
    ['UnrecognizedClientException', 'client', 'Denied'],
    ['InvalidClientTokenId', 'client', 'Denied'],
    ['ExpiredTokenException', 'client', 'Denied'],
    ['InvalidDocument', 'client', 'DocumentRefused'],
    ['InvalidDocumentVersion', 'client', 'DocumentRefused'],
    ['InvalidParameters', 'client', 'DocumentRefused'],
    ['MaxDocumentSizeExceeded', 'client', 'DocumentRefused'],
    ['InvalidRole', 'client', 'DocumentRefused'],
    ['InvalidOutputFolder', 'client', 'DocumentRefused'],
    ['InvalidNotificationConfig', 'client', 'DocumentRefused'],
    ['DuplicateInstanceId', 'client', 'DocumentRefused'],
    ['ValidationException', 'client', 'DocumentRefused'],
    ['RequestExpired', 'client', 'Unknown'],
    ['constructor', 'client', 'Unknown'],
    ['InternalServerError', 'server', 'Unknown'],
    ['ServiceUnavailable', 'server', 'Unknown'],
  ] as const)('with %s (%s) is %s, at once and as a whole', async (name, fault, kind) => {
    ssm.on(SendCommandCommand).rejects(error(name, 'because', fault));
    const { clock, commands } = connect();
    const answer = await commands.send(anOrder(idsTo(2)));
    expect(answer).toEqual({ kind, message: `${name}: because` });
    expect(sends()).toHaveLength(1);
    // The next order does not wait for this one.
    expect(clock.pauses).toEqual([]);
  });

  it.each([
    ['a time-out', Object.assign(new Error('no answer in time'), { name: 'TimeoutError' })],
    ['a broken connection', new Error('socket hang up')],
    [
      'an error that has the name of a throttling but is not of AWS',
      Object.assign(new Error('slow down'), { name: 'ThrottlingException' }),
    ],
  ])('by %s is unknown, and never sent twice', async (_name, problem) => {
    ssm.on(SendCommandCommand).rejects(problem);
    const answer = await connect().commands.send(anOrder(idsTo(2)));
    expect(answer).toEqual({ kind: 'Unknown', message: `${problem.name}: ${problem.message}` });
    expect(sends()).toHaveLength(1);
  });

  it('by an answer that names no command is unknown', async () => {
    ssm.on(SendCommandCommand).resolves({});
    const answer = await connect().commands.send(anOrder([idOf(1)]));
    expect(answer).toMatchObject({ kind: 'Unknown' });
  });
});

describe('find', () => {
  const command = (number: number, orderId: string, instanceIds?: string[]) => ({
    CommandId: `command-${number}`,
    Comment: `muster order ${orderId}`,
    DocumentVersion: '7',
    RequestedDateTime: new Date(nowMs + number),
    ...(instanceIds === undefined ? {} : { InstanceIds: instanceIds }),
  });
  const found = (number: number, instanceIds: string[], orderId = 'r.1') => ({
    commandId: `command-${number}`,
    comment: `muster order ${orderId}`,
    instanceIds,
    requestedAtMs: nowMs + number,
    documentVersion: '7',
    status: 'Pending',
  });

  it('finds the commands of an order on every page, an empty one too', async () => {
    const { asked, answer } = answerPages(
      { Commands: [command(1, 'r.1', [idOf(1)]), command(2, 'r.10', [idOf(9)])], NextToken: 'a' },
      { NextToken: 'b' },
      { Commands: [{ CommandId: 'command-3' }, command(4, 'r.1', [idOf(2)])] },
    );
    ssm.on(ListCommandsCommand).callsFake(answer);
    expect(await connect().commands.find('r.1', nowMs + 999)).toEqual([
      found(1, [idOf(1)]),
      found(4, [idOf(2)]),
    ]);
    expect(asked.map((input) => input['NextToken'])).toEqual([undefined, 'a', 'b']);
    expect(asked[0]).toMatchObject({
      Filters: [{ key: 'InvokedAfter', value: '2026-11-21T12:00:00Z' }],
      MaxResults: 50,
    });
  });

  it('finds none when no comment names the order', async () => {
    ssm.on(ListCommandsCommand).resolves({ Commands: [command(1, 'r.2')] });
    expect(await connect().commands.find('r.1', nowMs)).toEqual([]);
  });

  it('reads the commands of a gap once, for each document, and those of others not at all', async () => {
    const others = { CommandId: 'command-9', Comment: 'by hand', InstanceIds: [idOf(9)] };
    ssm.on(ListCommandsCommand).resolves({ Commands: [command(1, 'r.1', [idOf(1)]), others] });
    const { commands } = connect();
    const gap = { fromMs: nowMs, untilMs: nowMs + 60_000 };
    for (let time = 0; time < 2; time++)
      expect(await commands.sentWithin('Muster-Linux', gap)).toEqual([found(1, [idOf(1)])]);
    expect(ssm.commandCalls(ListCommandsCommand).map(({ args }) => args[0].input.Filters)).toEqual([
      [
        { key: 'DocumentName', value: 'Muster-Linux' },
        { key: 'InvokedAfter', value: '2026-11-21T12:00:00Z' },
        { key: 'InvokedBefore', value: '2026-11-21T12:01:00Z' },
      ],
    ]);
    await commands.sentWithin('Muster-Windows', gap);
    expect(ssm.commandCalls(ListCommandsCommand)).toHaveLength(2);
  });

  it('tells the roll-out of a command of a gap that is an errand', async () => {
    ssm.on(ListCommandsCommand).resolves({ Commands: [command(1, 'r.1/2026-01-31-1', [idOf(1)])] });
    const gap = { fromMs: nowMs, untilMs: nowMs + 60_000 };
    expect(await connect().commands.sentWithin('Acme-Rotate', gap)).toEqual([
      { ...found(1, [idOf(1)]), comment: 'muster order r.1/2026-01-31-1', rolloutId: '2026-01-31-1' },
    ]);
  });

  it('reads the commands of a gap again when they could not be read', async () => {
    const { commands } = connect();
    const gap = { fromMs: nowMs, untilMs: nowMs + 60_000 };
    ssm.on(ListCommandsCommand).rejectsOnce(error('InternalServerError')).resolves({ Commands: [] });
    await expect(commands.sentWithin('Muster-Linux', gap)).rejects.toThrow();
    expect(await commands.sentWithin('Muster-Linux', gap)).toEqual([]);
  });
});
