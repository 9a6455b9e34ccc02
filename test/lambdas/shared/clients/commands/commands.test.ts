import { ListCommandsCommand, SendCommandCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommands } from '../../../../../lambdas/shared/clients/commands/commands.ts';
import { anOrder, idOf, idsTo, nowMs } from '../../../builders.ts';
import { fakeClock } from '../../../fakes.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const error = (name: string, message = '', fault: 'client' | 'server' = 'client') =>
  new SSMServiceException({ name, message, $fault: fault, $metadata: {} });

/** Answers every send with a command, but for calls that hold one of these ids: they are refused, unnamed. */
function refuseInstances(badIds: readonly string[], name = 'InvalidInstanceId') {
  let count = 0;
  ssm.on(SendCommandCommand).callsFake((input: { InstanceIds: string[] }) => {
    if (input.InstanceIds.some((id) => badIds.includes(id))) throw error(name);
    count += 1;
    return { Command: { CommandId: `command-${count}` } };
  });
}

const sends = () => ssm.commandCalls(SendCommandCommand).map((call) => call.args[0].input);

/** The client under test, on a clock that only its pauses move. What the SDK itself retries is in the wire test. */
function connect() {
  const clock = fakeClock();
  return { clock, commands: createCommands(undefined, undefined, clock) };
}

describe('send', () => {
  it('asks for the document, its version and its parameters, and puts the order id into the comment', async () => {
    refuseInstances([]);
    const result = await connect().commands.send(anOrder([idOf(1), idOf(2)], { orderId: 'request-1.4' }));
    expect(result).toEqual({
      sent: [{ commandId: 'command-1', instanceIds: [idOf(1), idOf(2)] }],
      refused: [],
    });
    expect(sends()).toEqual([
      {
        DocumentName: 'Muster-Linux',
        DocumentVersion: '7',
        Parameters: { Version: ['1.2.3'] },
        InstanceIds: [idOf(1), idOf(2)],
        Comment: 'muster order request-1.4',
        // Ten minutes to start it: the agent answered a moment ago.
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

  it('finds one bad id of fifty: 49 are sent, one is not ready', async () => {
    refuseInstances([idOf(37)]);
    const { sent, refused } = await connect().commands.send(anOrder(idsTo(50)));
    expect(sent.flatMap((part) => part.instanceIds)).toEqual(idsTo(50).filter((id) => id !== idOf(37)));
    expect(new Set(sent.map((part) => part.commandId)).size).toBe(sent.length);
    expect(refused).toEqual([
      { kind: 'NotReady', instanceIds: [idOf(37)], message: expect.stringMatching(/InvalidInstanceId/) },
    ]);
    expect(sends().length).toBeLessThanOrEqual(13);
  });

  it('sends no instance twice while it halves', async () => {
    refuseInstances([idOf(1), idOf(26), idOf(50)]);
    const { sent, refused } = await connect().commands.send(anOrder(idsTo(50)));
    const all = [...sent, ...refused].flatMap((part) => part.instanceIds);
    expect(all.toSorted()).toEqual(idsTo(50));
    expect(refused.flatMap((part) => part.instanceIds)).toEqual([idOf(1), idOf(26), idOf(50)]);
  });

  it('finds the one instance of another platform, and sends to its neighbours', async () => {
    refuseInstances([idOf(2)], 'UnsupportedPlatformType');
    const { sent, refused } = await connect().commands.send(anOrder(idsTo(4)));
    expect(sent.flatMap((part) => part.instanceIds)).toEqual([idOf(1), idOf(3), idOf(4)]);
    expect(refused.map((part) => [part.kind, part.instanceIds])).toEqual([
      ['UnsupportedPlatform', [idOf(2)]],
    ]);
  });

  it('finds the one instance that it may not send to, and sends to its neighbours', async () => {
    refuseInstances([idOf(2)], 'AccessDeniedException');
    const { sent, refused } = await connect().commands.send(anOrder(idsTo(4)));
    expect(sent.flatMap((part) => part.instanceIds)).toEqual([idOf(1), idOf(3), idOf(4)]);
    expect(refused.map((part) => [part.kind, part.instanceIds])).toEqual([['Denied', [idOf(2)]]]);
  });

  it.each([
    'AccessDeniedException',
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'ExpiredTokenException',
  ])('gives every instance as denied when every send is refused with %s', async (name) => {
    refuseInstances(idsTo(2), name);
    const { clock, commands } = connect();
    const { sent, refused } = await commands.send(anOrder(idsTo(2)));
    expect(sent).toEqual([]);
    expect(refused.map((part) => [part.kind, part.instanceIds])).toEqual([
      ['Denied', [idOf(1)]],
      ['Denied', [idOf(2)]],
    ]);
    expect(clock.pauses).toEqual([]);
  });

  it('gives every id as not ready when every one is bad', async () => {
    refuseInstances(idsTo(3));
    const { sent, refused } = await connect().commands.send(anOrder(idsTo(3)));
    expect(sent).toEqual([]);
    expect(refused.map((part) => part.kind)).toEqual(['NotReady', 'NotReady', 'NotReady']);
  });

  it('keeps what was sent of one half when the other is not answered', async () => {
    refuseInstances([idOf(1)]);
    ssm.on(SendCommandCommand, { InstanceIds: [idOf(2)] }).rejects(new Error('socket hang up'));
    const { sent, refused } = await connect().commands.send(anOrder(idsTo(4)));
    expect(sent.flatMap((part) => part.instanceIds)).toEqual([idOf(3), idOf(4)]);
    expect(refused.map((part) => [part.kind, part.instanceIds])).toEqual([
      ['NotReady', [idOf(1)]],
      ['Unknown', [idOf(2)]],
    ]);
  });
});

describe('a throttled send', () => {
  it.each(['ThrottlingException', 'Throttling', 'RequestLimitExceeded', 'TooManyRequestsException'])(
    'with %s is tried again after one, two and four seconds, and then given up',
    async (name) => {
      ssm.on(SendCommandCommand).rejects(error(name, 'Rate exceeded'));
      const { clock, commands } = connect();
      const result = await commands.send(anOrder(idsTo(2)));
      expect(result).toEqual({
        sent: [],
        refused: [{ kind: 'Throttled', instanceIds: idsTo(2), message: `${name}: Rate exceeded` }],
      });
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
    expect(result.sent).toEqual([{ commandId: 'command-1', instanceIds: [idOf(1)] }]);
    expect(clock.pauses).toEqual([1_000]);
  });

  it('is halved all the same when it then names no bad id', async () => {
    ssm
      .on(SendCommandCommand)
      .rejectsOnce(error('ThrottlingException'))
      .rejectsOnce(error('InvalidInstanceId'))
      .resolves({ Command: { CommandId: 'c' } });
    const { sent } = await connect().commands.send(anOrder(idsTo(2)));
    expect(sent.map((part) => part.instanceIds)).toEqual([[idOf(1)], [idOf(2)]]);
  });
});

describe('a refused send', () => {
  it.each([
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
    const { sent, refused } = await commands.send(anOrder(idsTo(2)));
    expect(sent).toEqual([]);
    expect(refused).toEqual([{ kind, instanceIds: idsTo(2), message: `${name}: because` }]);
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
    const { refused } = await connect().commands.send(anOrder(idsTo(2)));
    expect(refused).toEqual([
      { kind: 'Unknown', instanceIds: idsTo(2), message: `${problem.name}: ${problem.message}` },
    ]);
    expect(sends()).toHaveLength(1);
  });

  it('by an answer that names no command is unknown', async () => {
    ssm.on(SendCommandCommand).resolves({});
    const { refused } = await connect().commands.send(anOrder([idOf(1)]));
    expect(refused.map((part) => part.kind)).toEqual(['Unknown']);
  });
});

describe('find', () => {
  const command = (number: number, orderId: string, instanceIds?: string[]) => ({
    CommandId: `command-${number}`,
    Comment: `muster order ${orderId}`,
    ...(instanceIds === undefined ? {} : { InstanceIds: instanceIds }),
  });

  it('finds the commands of an order on every page, an empty one too', async () => {
    ssm
      .on(ListCommandsCommand)
      .resolvesOnce({
        Commands: [command(1, 'r.1', [idOf(1)]), command(2, 'r.10', [idOf(9)])],
        NextToken: 'a',
      })
      .resolvesOnce({ NextToken: 'b' })
      .resolvesOnce({ Commands: [{ CommandId: 'command-3' }, command(4, 'r.1', [idOf(2)])] });
    expect(await connect().commands.find('r.1', nowMs + 999)).toEqual([
      { commandId: 'command-1', instanceIds: [idOf(1)] },
      { commandId: 'command-4', instanceIds: [idOf(2)] },
    ]);
    const inputs = ssm.commandCalls(ListCommandsCommand).map((call) => call.args[0].input);
    expect(inputs.map((input) => input.NextToken)).toEqual([undefined, 'a', 'b']);
    expect(inputs[0]).toMatchObject({
      Filters: [{ key: 'InvokedAfter', value: '2026-11-21T12:00:00Z' }],
      MaxResults: 50,
    });
  });

  it('finds none when no comment names the order', async () => {
    ssm.on(ListCommandsCommand).resolves({ Commands: [command(1, 'r.2')] });
    expect(await connect().commands.find('r.1', nowMs)).toEqual([]);
  });
});
