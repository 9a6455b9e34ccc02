import {
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  SSMClient,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readInvocations, readOutput } from '../../../../bin/commands/run/read-invocations.ts';
import { aNode } from './nodes.ts';

const ssm = mockClient(SSMClient);
afterAll(() => ssm.restore());
const client = new SSMClient({});
beforeEach(() => {
  ssm.reset();
});
const refusal = (name: string) =>
  new SSMServiceException({ name, message: '', $fault: 'client', $metadata: {} });

describe('the invocations of a command', () => {
  it('are read on all pages, with the exit code of the step that failed', async () => {
    const step = (Status: 'Success' | 'Failed', ResponseCode: number, Output = '') => ({
      ...{ Name: 'aws:runShellScript', Status, ResponseCode, Output },
    });
    const one = (number: number, ...CommandPlugins: ReturnType<typeof step>[]) => ({
      ...{ InstanceId: aNode(number).instanceId, Status: 'Failed' as const, CommandPlugins },
    });
    ssm
      .on(ListCommandInvocationsCommand)
      .resolves({ CommandInvocations: [one(1, step('Failed', 3), step('Success', 0))], NextToken: 'more' })
      .on(ListCommandInvocationsCommand, { NextToken: 'more' })
      .resolves({ CommandInvocations: [one(2)] });
    const found = await readInvocations(client, 'c');
    expect(found.map(({ exitCode }) => exitCode)).toEqual([3, undefined]);
  });

  it('are none while Systems Manager does not know the command yet', async () => {
    ssm.on(ListCommandInvocationsCommand).rejects(refusal('InvalidCommandId'));
    expect(await readInvocations(client, 'c')).toEqual([]);
  });
});

describe('the output of a node', () => {
  const outputOf = (...texts: string[]) =>
    readOutput(client, {
      ...{ commandId: 'c', instanceId: 'i', status: 'Success', statusDetails: 'Success', exitCode: 0 },
      steps: texts.map((output) => ({ name: 'aws:runShellScript', output })),
    });

  it('is that of the list when it is short, both streams apart', async () => {
    expect(await outputOf('one\n\n----------ERROR-------\noops\n', 'two\n')).toEqual({
      ...{ stdout: 'one\ntwo\n', stderr: 'oops\n', isCut: false },
    });
    expect(ssm.calls()).toEqual([]);
  });

  it.each([
    ['x'.repeat(20_000), '', false],
    ['x'.repeat(24_000), '', true],
    [`${'x'.repeat(23_900)}--output truncated--`, '', true],
    ['', 'e'.repeat(8_000), true],
  ])('is asked for when it is long (%#), and called cut where it is', async (stdout, stderr, isCut) => {
    ssm
      .on(GetCommandInvocationCommand, { PluginName: 'aws:runShellScript' })
      .resolves({ StandardOutputContent: stdout, StandardErrorContent: stderr });
    expect(await outputOf('x'.repeat(2_500))).toEqual({ stdout, stderr, isCut });
  });

  it('is called cut when Systems Manager does not give the rest', async () => {
    ssm.on(GetCommandInvocationCommand).rejects(refusal('InvocationDoesNotExist'));
    expect(await outputOf('x'.repeat(2_500))).toMatchObject({ isCut: true });
  });
});
