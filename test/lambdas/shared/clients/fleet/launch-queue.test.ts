import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { parseStateChanges } from '../../../../../lambdas/onboard/parse-state-changes.ts';
import { createLaunchQueue } from '../../../../../lambdas/shared/clients/fleet/launch-queue.ts';
import { accountId } from '../../../../accounts.ts';
import { idOf, idsTo, nowMs } from '../../../builders.ts';

const sqs = mockClient(SQSClient);
beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).resolves({});
});
afterAll(() => sqs.restore());

const calls = () => sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input);
const launchesOf = (ids: readonly string[]) =>
  ids.map((instanceId) => ({ instanceId, state: 'running', atMs: nowMs }) as const);
const send = (ids: readonly string[]) => createLaunchQueue('https://queue').send(launchesOf(ids));

it('state changes go into the queue in the form of EC2’s events, and say who found them', async () => {
  expect(await send([idOf(1)])).toBe(0);
  const [call] = calls();
  expect(call?.QueueUrl).toBe('https://queue');
  expect(call?.Entries?.map(({ MessageBody = '' }): unknown => JSON.parse(MessageBody))).toEqual([
    {
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'muster',
      time: '2026-11-21T12:00:00.000Z',
      detail: { 'instance-id': idOf(1), state: 'running' },
    },
  ]);
});

it('state changes skip the delay of the queue: an instance found late has had time to register', async () => {
  await send([idOf(1)]);
  expect(calls()[0]?.Entries?.map(({ DelaySeconds }) => DelaySeconds)).toEqual([0]);
});

it.each(['running', 'stopped', 'terminated'] as const)(
  'the onboarding reads a %s state change as it was sent, to the millisecond',
  async (state) => {
    const stateChange = { instanceId: idOf(1), state, atMs: nowMs + 123 };
    await createLaunchQueue('https://queue').send([stateChange]);
    const bodies = calls().flatMap(({ Entries = [] }) => Entries.map(({ MessageBody = '' }) => MessageBody));
    const { received, unreadable } = parseStateChanges(
      bodies.map((body) => ({ messageId: 'm-1', body })),
      { account: accountId, region: 'eu-west-1' },
    );
    expect(unreadable).toEqual([]);
    expect(received).toEqual([{ messageId: 'm-1', content: stateChange }]);
  },
);

it('a decision to be made anew is read as such', async () => {
  await createLaunchQueue('https://queue').send([
    { instanceId: idOf(1), state: 'running', atMs: nowMs, isAnew: true },
  ]);
  const [body = ''] = calls().flatMap(({ Entries = [] }) =>
    Entries.map(({ MessageBody = '' }) => MessageBody),
  );
  const place = { account: accountId, region: 'eu-west-1' };
  const { received } = parseStateChanges([{ messageId: 'm-1', body }], place);
  expect(received[0]?.content).toEqual({ instanceId: idOf(1), state: 'running', atMs: nowMs, isAnew: true });
});

it('at most ten go into a call, with ids of their own, each state change once', async () => {
  await send(idsTo(23));
  expect(calls().map(({ Entries = [] }) => Entries.length)).toEqual([10, 10, 3]);
  for (const { Entries = [] } of calls()) {
    expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
  }
  const bodies = calls().flatMap(({ Entries = [] }) => Entries.map(({ MessageBody }) => MessageBody));
  expect(new Set(bodies).size).toBe(23);
});

it('what the queue did not take is counted over all calls', async () => {
  const failure = { Id: '0', SenderFault: false, Code: 'InternalError' };
  sqs
    .on(SendMessageBatchCommand)
    .resolvesOnce({ Failed: [failure, { ...failure, Id: '1' }] })
    .resolvesOnce({ Failed: [] })
    .resolvesOnce({ Failed: [failure] });
  expect(await send(idsTo(23))).toBe(3);
});

it('no state changes cost nothing', async () => {
  expect(await send([])).toBe(0);
  expect(calls()).toEqual([]);
});

it('fails as a whole when a call fails: the next sweep finds what still differs', async () => {
  sqs.on(SendMessageBatchCommand).rejects(new Error('AccessDenied'));
  await expect(send([idOf(1)])).rejects.toThrow('AccessDenied');
});
