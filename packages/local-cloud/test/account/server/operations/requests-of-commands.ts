import type { OperationRequests } from './requests.ts';
import { contentOf, makeDocument } from './requests-of-documents.ts';
import type { World } from './world.ts';

const none = '00000000-0000-4000-8000-000000000000';
const noId = 'i-00000000000000000';

/** Sends a command to an instance, and returns its id when reads see it. */
async function sent({ linux: [id], ask, pass }: World, DocumentName = 'AWS-RunShellScript'): Promise<string> {
  const Parameters = DocumentName.startsWith('AWS-') ? { commands: ['true'] } : {};
  const input = { DocumentName, InstanceIds: [id], Parameters };
  const commandId = ask('ssm', 'SendCommand', input, 'Command', 'CommandId');
  await pass(5);
  return commandId;
}

const send =
  (more: object, parameters: object = { commands: ['true'] }) =>
  ({ linux: [id] }: World) => ({
    DocumentName: 'AWS-RunShellScript',
    InstanceIds: [id],
    Parameters: parameters,
    ...more,
  });
const listRefusals = {
  InvalidCommandId: { CommandId: none },
  InvalidNextToken: { NextToken: 'x' },
};
const filters = [
  { key: 'InvokedAfter', value: '2020-01-01T00:00:00Z' },
  { key: 'DocumentName', value: 'AWS-RunShellScript' },
];
const twoSteps = contentOf('two', {
  mainSteps: ['one', 'two'].map((name) => ({
    name,
    action: 'aws:runShellScript',
    inputs: { runCommand: ['true'] },
  })),
});

/** The requests to Systems Manager about commands and instances. */
export const requestsOfCommands: Readonly<Record<string, OperationRequests>> = {
  CancelCommand: {
    answers: [async (world) => ({ CommandId: await sent(world), InstanceIds: [world.linux[0]] })],
    refusals: {
      InvalidCommandId: { CommandId: none },
      InvalidInstanceId: async (world) => ({ CommandId: await sent(world), InstanceIds: [noId] }),
      DuplicateInstanceId: async (world) => ({
        CommandId: await sent(world),
        InstanceIds: [world.linux[0], world.linux[0]],
      }),
    },
  },
  DescribeInstanceInformation: {
    answers: [
      { MaxResults: 5 },
      { Filters: [{ Key: 'PingStatus', Values: ['Online'] }] },
      { InstanceInformationFilterList: [{ key: 'PlatformTypes', valueSet: ['Linux'] }] },
    ],
    refusals: {
      InvalidFilterKey: { Filters: [{ Key: 'constructor', Values: ['x'] }] },
      InvalidInstanceId: { Filters: [{ Key: 'InstanceIds', Values: ['x'] }] },
      InvalidNextToken: { NextToken: 'x' },
      InvalidInstanceInformationFilterValue: { Filters: [{ Key: 'PingStatus', Values: ['Nothing'] }] },
    },
  },
  GetCommandInvocation: {
    answers: [
      async (world) => ({ CommandId: await sent(world), InstanceId: world.linux[0] }),
      async (world) => ({
        CommandId: await sent(world),
        InstanceId: world.linux[0],
        PluginName: 'aws:runShellScript',
      }),
    ],
    refusals: {
      InvocationDoesNotExist: ({ linux: [id] }) => ({ CommandId: none, InstanceId: id }),
      InvalidPluginName: async (world) => {
        world.ask('ssm', 'CreateDocument', { Name: 'Two-steps', Content: twoSteps });
        return { CommandId: await sent(world, 'Two-steps'), InstanceId: world.linux[0] };
      },
    },
    never: {
      InvalidCommandId: 'an unknown id has InvocationDoesNotExist',
      InvalidInstanceId: 'an unknown id has InvocationDoesNotExist',
    },
  },
  ListCommands: {
    answers: [
      async (world) => ({ CommandId: await sent(world), InstanceId: world.linux[0], MaxResults: 1 }),
      { Filters: [...filters, { key: 'ExecutionStage', value: 'Complete' }] },
    ],
    refusals: listRefusals,
    never: {
      InvalidInstanceId: 'an instance without commands has none',
      InvalidFilterKey: 'the limits of the input allow the keys that there are',
    },
  },
  ListCommandInvocations: {
    answers: [
      async (world) => ({
        CommandId: await sent(world),
        InstanceId: world.linux[0],
        Details: true,
        MaxResults: 1,
      }),
      { Filters: filters, Details: true },
    ],
    refusals: {
      ...listRefusals,
      InvalidFilterKey: { Filters: [{ key: 'ExecutionStage', value: 'Complete' }] },
    },
    never: { InvalidInstanceId: 'an instance without commands has none' },
  },
  SendCommand: {
    answers: [
      send({
        DocumentVersion: '$DEFAULT',
        TimeoutSeconds: 60,
        Comment: 'c',
        MaxConcurrency: '1',
        MaxErrors: '1',
      }),
      {
        DocumentName: 'AWS-RunShellScript',
        Parameters: { commands: ['true'] },
        Targets: [{ Key: 'tag:Name', Values: ['node'] }],
      },
      (world) => {
        const DocumentName = makeDocument(world);
        const DocumentHash = world.ask('ssm', 'DescribeDocument', { Name: DocumentName }, 'Document', 'Hash');
        return { DocumentName, InstanceIds: [world.linux[0]], DocumentHash, DocumentHashType: 'Sha256' };
      },
    ],
    refusals: {
      DuplicateInstanceId: (world) => send({ InstanceIds: [world.linux[0], world.linux[0]] })(world),
      InvalidDocument: send({ DocumentName: 'None' }),
      InvalidDocumentVersion: send({ DocumentVersion: '7' }),
      InvalidInstanceId: send({ InstanceIds: [noId] }),
      InvalidParameters: send({}, { nothing: ['x'] }),
      UnsupportedPlatformType: (world) => send({ InstanceIds: [world.windows] })(world),
    },
    never: {
      MaxDocumentSizeExceeded: 'parameters are not counted here',
    },
  },
};
