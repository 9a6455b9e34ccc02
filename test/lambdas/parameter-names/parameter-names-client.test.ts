import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createParameterNames } from '../../../lambdas/parameter-names/parameter-names-client.ts';
import { answerPages } from '../pages.ts';

const ssm = mockClient(SSMClient);
const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => {
  ssm.reset();
  cloudFormation.reset();
});
afterAll(() => {
  ssm.restore();
  cloudFormation.restore();
});

const patient = { now: () => 0, pause: async () => undefined };
const client = () => createParameterNames(undefined, undefined, patient);

it('asks for fifty names at a time, and reads every page', async () => {
  const { answer } = answerPages(
    { Parameters: [{ Name: '/n/1', Type: 'String', LastModifiedUser: 'a' }], NextToken: 'more' },
    { Parameters: [], NextToken: 'end' },
    { Parameters: [{ Name: '/n/2' }] },
    { Parameters: [] },
  );
  ssm.on(DescribeParametersCommand).callsFake(answer);
  const names = Array.from({ length: 51 }, (_, at) => `/n/${at}`);
  expect(await client().existing(names)).toEqual([
    { name: '/n/1', type: 'String', changedBy: 'a' },
    { name: '/n/2', type: 'parameter', changedBy: 'somebody' },
  ]);
  const asked = ssm.commandCalls(DescribeParametersCommand).map(({ args: [{ input }] }) => input);
  expect(asked.map(({ ParameterFilters }) => ParameterFilters?.[0]?.Values?.length)).toEqual([50, 50, 50, 1]);
  expect(asked[0]?.ParameterFilters?.[0]).toMatchObject({ Key: 'Name', Option: 'Equals' });
});

it('reads the names of the parameters of a stack, and of nothing else', async () => {
  const resource = (ResourceType: string, PhysicalResourceId?: string) => ({
    ...{
      ResourceType,
      PhysicalResourceId,
      LogicalResourceId: 'x',
      ResourceStatus: 'CREATE_COMPLETE' as const,
    },
    LastUpdatedTimestamp: new Date(0),
  });
  cloudFormation.on(ListStackResourcesCommand).resolves({
    StackResourceSummaries: [
      resource('AWS::SSM::Parameter', '/a'),
      resource('AWS::SSM::Parameter'),
      resource('AWS::KMS::Key', 'key-1'),
    ],
  });
  expect([...(await client().ofStack('stack-1'))]).toEqual(['/a']);
});

it.each(['AccessDeniedException', 'AccessDenied'])('waits while a new role is denied by %s', async (name) => {
  const denial = Object.assign(new Error('denied'), { name });
  ssm.on(DescribeParametersCommand).rejectsOnce(denial).resolves({ Parameters: [] });
  cloudFormation.on(ListStackResourcesCommand).rejectsOnce(denial).resolves({ StackResourceSummaries: [] });
  expect(await client().existing(['/a'])).toEqual([]);
  expect(await client().ofStack('stack-1')).toEqual(new Set());
});
