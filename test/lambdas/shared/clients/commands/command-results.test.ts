import {
  type CommandInvocation,
  type CommandPlugin,
  ListCommandInvocationsCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandResults } from '../../../../../lambdas/shared/clients/commands/command-results.ts';
import { idOf } from '../../../builders.ts';
import { answerPages } from '../../../pages.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const inputs = () => ssm.commandCalls(ListCommandInvocationsCommand).map((call) => call.args[0].input);
const succeeded = (number: number) => ({ InstanceId: idOf(number), StatusDetails: 'Success' });

/** What is read of one invocation. */
async function readOne(invocation: CommandInvocation) {
  ssm
    .on(ListCommandInvocationsCommand)
    .resolves({ CommandInvocations: [{ InstanceId: idOf(1), ...invocation }] });
  return (await createCommandResults().read(['command-1'])).get('command-1');
}

/** What is read of an invocation that failed with these steps. */
async function readSteps(...CommandPlugins: CommandPlugin[]) {
  return readOne({ StatusDetails: 'Failed', CommandPlugins });
}

describe('read', () => {
  it('asks for a whole command at a time, with the steps, 50 invocations a page', async () => {
    ssm.on(ListCommandInvocationsCommand).resolves({ CommandInvocations: [succeeded(1), succeeded(2)] });
    const results = await createCommandResults().read(['command-1']);
    expect(results).toEqual(
      new Map([
        [
          'command-1',
          [
            { instanceId: idOf(1), statusDetails: 'Success' },
            { instanceId: idOf(2), statusDetails: 'Success' },
          ],
        ],
      ]),
    );
    expect(inputs()).toEqual([
      { CommandId: 'command-1', Details: true, MaxResults: 50, NextToken: undefined },
    ]);
  });

  it('reads every page, after an empty page with a token too', async () => {
    const { asked, answer } = answerPages(
      { CommandInvocations: [succeeded(1)], NextToken: 'a' },
      { CommandInvocations: [], NextToken: 'b' },
      { NextToken: 'c' },
      { CommandInvocations: [succeeded(2)] },
    );
    ssm.on(ListCommandInvocationsCommand).callsFake(answer);
    const invocations = (await createCommandResults().read(['command-1'])).get('command-1');
    expect(invocations?.map(({ instanceId }) => instanceId)).toEqual([idOf(1), idOf(2)]);
    expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, 'a', 'b', 'c']);
  });

  it('asks for each command once, and keeps their results apart', async () => {
    ssm
      .on(ListCommandInvocationsCommand, { CommandId: 'command-1' })
      .resolves({ CommandInvocations: [succeeded(1)] })
      .on(ListCommandInvocationsCommand, { CommandId: 'command-2' })
      .resolves({ CommandInvocations: [succeeded(2)] });
    const results = await createCommandResults().read(['command-1', 'command-2']);
    expect(results.get('command-1')?.[0]?.instanceId).toBe(idOf(1));
    expect(results.get('command-2')?.[0]?.instanceId).toBe(idOf(2));
    expect(inputs()).toHaveLength(2);
  });

  it('gives an empty list for a command that shows no instance', async () => {
    ssm.on(ListCommandInvocationsCommand).resolves({});
    expect(await createCommandResults().read(['command-1'])).toEqual(new Map([['command-1', []]]));
  });

  it('asks nothing about no commands', async () => {
    expect((await createCommandResults().read([])).size).toBe(0);
    expect(inputs()).toEqual([]);
  });

  it('does not take an error for an absence', async () => {
    ssm.on(ListCommandInvocationsCommand).rejects(new Error('InternalServerError'));
    await expect(createCommandResults().read(['command-1'])).rejects.toThrow('InternalServerError');
  });
});

describe('an invocation', () => {
  it('has the status if Systems Manager gives no details', async () => {
    expect(await readOne({ Status: 'InProgress' })).toEqual([
      { instanceId: idOf(1), statusDetails: 'InProgress' },
    ]);
  });

  it('prefers the details, which say more', async () => {
    expect(await readOne({ Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut' })).toMatchObject([
      { statusDetails: 'DeliveryTimedOut' },
    ]);
  });

  it('is left out without an instance or a status', async () => {
    ssm.on(ListCommandInvocationsCommand).resolves({
      CommandInvocations: [{ StatusDetails: 'Success' }, { InstanceId: idOf(1) }, succeeded(2)],
    });
    const invocations = (await createCommandResults().read(['command-1'])).get('command-1');
    expect(invocations?.map(({ instanceId }) => instanceId)).toEqual([idOf(2)]);
  });
});

describe('the step that decided', () => {
  const ok = { Name: 'prepare', Status: 'Success', StatusDetails: 'Success', ResponseCode: 0 } as const;
  const failed = { Name: 'install', Status: 'Failed', StatusDetails: 'Failed', ResponseCode: 21 } as const;
  const skipped = { Name: 'windows', Status: 'Success', StatusDetails: 'Skipped', ResponseCode: 0 } as const;

  it('is the one that failed, with its exit code', async () => {
    expect(await readSteps(ok, failed, skipped)).toEqual([
      { instanceId: idOf(1), statusDetails: 'Failed', step: 'install', exitCode: 21 },
    ]);
  });

  it('is the one that failed although a later one succeeded', async () => {
    expect(await readSteps(failed, { ...ok, Name: 'finally' })).toMatchObject([
      { step: 'install', exitCode: 21 },
    ]);
  });

  it('is the last of several that failed', async () => {
    expect(await readSteps(failed, { ...failed, Name: 'check', ResponseCode: 23 })).toMatchObject([
      { step: 'check', exitCode: 23 },
    ]);
  });

  it('is the one that timed out', async () => {
    expect(await readSteps(ok, { ...failed, Status: 'TimedOut', ResponseCode: -1 })).toEqual([
      { instanceId: idOf(1), statusDetails: 'Failed', step: 'install' },
    ]);
  });

  it('is the last that ran when none failed: a skipped one did not run', async () => {
    expect(await readSteps(ok, { ...ok, Name: 'install' }, skipped)).toMatchObject([
      { step: 'install', exitCode: 0 },
    ]);
  });

  it('is none when every one was skipped', async () => {
    expect(await readSteps(skipped)).toEqual([{ instanceId: idOf(1), statusDetails: 'Failed' }]);
  });

  it('has no exit code if no script has ended, which Systems Manager calls -1', async () => {
    const runs = { ...ok, Status: 'InProgress', StatusDetails: 'InProgress', ResponseCode: -1 } as const;
    expect(await readSteps(runs)).toEqual([
      { instanceId: idOf(1), statusDetails: 'Failed', step: 'prepare' },
    ]);
  });

  it('has the exit code -1 if the agent ended the step itself', async () => {
    expect(await readSteps({ ...failed, ResponseCode: -1 })).toMatchObject([{ exitCode: -1 }]);
  });

  it('has what it printed, if it failed', async () => {
    const Output = 'muster: outcome 21 checksum-wrong: it differs';
    expect(await readSteps({ ...ok, Output: 'fine' }, { ...failed, Output })).toMatchObject([
      { output: Output },
    ]);
    expect((await readSteps({ ...ok, Output: 'fine' }))?.[0]).not.toHaveProperty('output');
  });

  it('may have no name', async () => {
    expect(await readSteps({ Status: 'Failed', ResponseCode: 20 })).toEqual([
      { instanceId: idOf(1), statusDetails: 'Failed', exitCode: 20 },
    ]);
  });
});
