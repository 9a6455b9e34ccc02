import { SendCommandCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { sendPortion } from '../../../../bin/commands/run/send-portion.ts';
import { aNode } from './nodes.ts';

const ssm = mockClient(SSMClient);
afterAll(() => ssm.restore());
beforeEach(() => {
  ssm.reset();
});

const script = { kind: 'script', script: 'id', timeoutSeconds: 60 } as const;
const sending = { work: script, comment: `muster run by ${'x'.repeat(200)}`, deliverySeconds: 600 };
const refusal = (name: string) =>
  new SSMServiceException({ name, message: '', $fault: 'client', $metadata: {} });
const clock = { now: () => 0, pause: () => Promise.resolve() };
const send = (count: number, more: object = {}) => {
  const nodes = Array.from({ length: count }, (_, index) => aNode(index));
  return sendPortion(new SSMClient({}), { nodes, errorsMax: 2 }, { ...sending, ...more }, clock);
};
const sentTo = () =>
  ssm.commandCalls(SendCommandCommand).map(({ args: [{ input }] }) => input.InstanceIds?.length);

it('sends the document of the platform, with who runs it and where the output goes', async () => {
  ssm.on(SendCommandCommand).resolves({ Command: { CommandId: 'c' } });
  expect(await send(3, { logGroup: '/ops', bucket: 'acme-run' })).toMatchObject([{ commandId: 'c' }]);
  const { Comment, ...input } = ssm.commandCalls(SendCommandCommand)[0]?.args[0].input ?? {};
  expect(Comment).toHaveLength(100);
  expect(input).toMatchObject({
    ...{ DocumentName: 'AWS-RunShellScript', TimeoutSeconds: 600, MaxConcurrency: '3', MaxErrors: '2' },
    Parameters: { commands: ['id'], executionTimeout: ['60'] },
    OutputS3BucketName: 'acme-run',
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '/ops', CloudWatchOutputEnabled: true },
  });
});

it('finds the node that Systems Manager does not take, and sends to the others once', async () => {
  const bad = aNode(5).instanceId;
  ssm.on(SendCommandCommand).callsFake(({ InstanceIds }) => {
    if (InstanceIds.includes(bad)) throw refusal('InvalidInstanceId');
    return { Command: { CommandId: `c-${InstanceIds[0]}` } };
  });
  const sent = await send(8);
  const refused = sent.filter((one) => !('commandId' in one));
  expect(refused).toMatchObject([{ nodes: [{ instanceId: bad }], isNodeRefused: true }]);
  const ids = sent.flatMap((one) => ('commandId' in one ? one.nodes : [])).map(({ name }) => name);
  expect(ids.sort()).toEqual(['web-0', 'web-1', 'web-2', 'web-3', 'web-4', 'web-6', 'web-7']);
});

it('makes a throttled call again, because it has sent nothing', async () => {
  ssm
    .on(SendCommandCommand)
    .rejectsOnce(refusal('ThrottlingException'))
    .resolves({ Command: { CommandId: 'c' } });
  expect(await send(2)).toMatchObject([{ commandId: 'c' }]);
  expect(sentTo()).toEqual([2, 2]);
});

it('makes a call without an answer once, and says that a command may exist', async () => {
  ssm.on(SendCommandCommand).rejects(Object.assign(new Error(), { name: 'TimeoutError' }));
  const [sent] = await send(2);
  expect(sentTo()).toEqual([2]);
  expect(sent).toMatchObject({ isNodeRefused: false, reason: /a command may have been sent all the same/ });
});
