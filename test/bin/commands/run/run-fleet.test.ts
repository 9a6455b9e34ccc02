import {
  CancelCommandCommand,
  ListCommandInvocationsCommand,
  SendCommandCommand,
  SSMClient,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { FleetRun } from '../../../../bin/commands/run/course.ts';
import type { NodeResult } from '../../../../bin/commands/run/node-result.ts';
import { runFleet } from '../../../../bin/commands/run/run-fleet.ts';
import { aNode } from './nodes.ts';

const ssm = mockClient(SSMClient);
afterAll(() => ssm.restore());
/** By command, the state of its nodes. */
const states = new Map<string, string>();
const sentIds: (string[] | undefined)[] = [];

const refusal = (name: string) =>
  new SSMServiceException({ name, message: '', $fault: 'client', $metadata: {} });

beforeEach(() => {
  ssm.reset();
  states.clear();
  sentIds.length = 0;
  ssm.on(SendCommandCommand).callsFake(({ InstanceIds }) => {
    const CommandId = `c${sentIds.push(InstanceIds)}`;
    states.set(CommandId, 'InProgress');
    return { Command: { CommandId } };
  });
  ssm.on(ListCommandInvocationsCommand).callsFake(({ CommandId }) => {
    const Status = states.get(CommandId);
    const ids = sentIds[Number(CommandId.slice(1)) - 1] ?? [];
    return { CommandInvocations: ids.map((InstanceId) => ({ InstanceId, Status, StatusDetails: Status })) };
  });
});

/** More pauses than any run of these tests has. */
const pausesMax = 200;

/** Runs it on so many nodes. `onPause` is called at each pause, with its number from 1. */
async function run(
  count: number,
  onPause: (number: number) => void,
  changes: Partial<FleetRun> = {},
): Promise<Pick<NodeResult, 'node' | 'outcome' | 'detail'>[]> {
  const results: NodeResult[] = [];
  let pauses = 0;
  const clock = {
    now: () => 0,
    pause: () => {
      pauses += 1;
      if (pauses > pausesMax) throw new Error('the run does not end');
      onPause(pauses);
      return Promise.resolve();
    },
  };
  const work = { kind: 'script', script: 'id', timeoutSeconds: 60 } as const;
  const fleet: FleetRun = {
    ...{ settings: {}, nodes: Array.from({ length: count }, (_, index) => aNode(index)) },
    sending: { work, comment: '', deliverySeconds: 600 },
    ...{ pace: { concurrency: 10, errorsMax: 0 }, signal: new AbortController().signal },
    onResult: (result) => results.push(result),
    ...changes,
  };
  await runFleet(fleet, clock);
  return results;
}

it('sends on as soon as a node has ended, while a slow one goes on', async () => {
  const pace = { concurrency: 2, errorsMax: 0 };
  ssm.on(ListCommandInvocationsCommand, { CommandId: 'c1' }).callsFake(() => ({
    CommandInvocations: sentIds[0]?.map((InstanceId, index) => ({
      ...{ InstanceId, Status: index === 0 && sentIds.length < 3 ? 'InProgress' : 'Success' },
    })),
  }));
  const results = await run(4, (pause) => states.set(`c${pause}`, 'Success'), { pace });
  expect(sentIds.map((ids) => ids?.length)).toEqual([2, 1, 1]);
  expect(results.map(({ outcome }) => outcome)).toEqual(Array(4).fill('succeeded'));
});

it('sends to no other node when one has failed', async () => {
  const pace = { concurrency: 1, errorsMax: 0 };
  const results = await run(2, (pause) => states.set(`c${pause}`, 'Failed'), { pace });
  expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'withheld']);
});

it('cancels again what Systems Manager did not show yet', async () => {
  const cancellation = new AbortController();
  ssm
    .on(CancelCommandCommand)
    .rejectsOnce(refusal('InvalidCommandId'))
    .callsFake(({ CommandId }) => {
      states.set(CommandId, 'Cancelled');
      return {};
    });
  const results = await run(1, () => cancellation.abort(), { signal: cancellation.signal });
  expect(results.map(({ outcome, detail }) => [outcome, detail])).toEqual([['cancelled', 'Cancelled']]);
  expect(ssm.commandCalls(CancelCommandCommand)).toHaveLength(2);
});

it('ends soon after the cancellation, and says what may go on', async () => {
  const cancellation = new AbortController();
  ssm.on(CancelCommandCommand).rejects(refusal('InvalidCommandId'));
  const [result] = await run(1, () => cancellation.abort(), { signal: cancellation.signal });
  expect([result?.outcome, result?.detail]).toEqual([
    'cancelled',
    'it could not be cancelled, and may go on: aws ssm cancel-command --command-id c1',
  ]);
});

it('refuses to start where nothing may be sent', async () => {
  ssm.on(SendCommandCommand).rejects(refusal('AccessDeniedException'));
  await expect(run(1, () => undefined)).rejects.toThrow('/muster/operators/run-policy-arn');
});

it('sends no more when a later command is refused, and waits for what was sent', async () => {
  ssm
    .on(SendCommandCommand, { InstanceIds: [aNode(1).instanceId] })
    .rejects(refusal('ExpiredTokenException'));
  const pace = { concurrency: 1, errorsMax: 0 };
  const results = await run(3, () => states.set('c1', 'Success'), { pace });
  expect(results.map(({ node, outcome }) => [node.name, outcome])).toEqual([
    ['web-0', 'succeeded'],
    ['web-1', 'withheld'],
    ['web-2', 'withheld'],
  ]);
  expect(results[2]?.detail).toContain('the credentials have expired');
});

it('names what goes on when Systems Manager can no longer be asked', async () => {
  ssm.on(ListCommandInvocationsCommand).rejects(refusal('ExpiredTokenException'));
  await expect(run(1, () => undefined)).rejects.toThrow(
    /the credentials have expired: .*; what was sent goes on: command c1/,
  );
});

it('gives up on a command that is never shown', async () => {
  ssm.on(ListCommandInvocationsCommand).rejects(refusal('InvalidCommandId'));
  await expect(run(1, () => undefined)).rejects.toThrow('does not show the command');
});
