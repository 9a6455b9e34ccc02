import { expect, it } from 'vitest';
import { accountId } from '../../../../accounts.ts';
import { spec } from '../../../ec2/pretend-world.ts';
import { automationBench } from '../automation-bench.ts';

const profile = `arn:aws:iam::${accountId}:instance-profile/managed`;
const InstanceIds = ['{{ InstanceId }}'];
const call = (name: string, inputs: object, more: object = {}) => ({
  ...{ name, action: 'aws:executeAwsApi', inputs, ...more },
});
const steps = [
  {
    ...{ name: 'isRunning', action: 'aws:assertAwsResourceProperty' },
    inputs: {
      ...{ Service: 'ec2', Api: 'DescribeInstances', InstanceIds },
      ...{ PropertySelector: '$.Reservations[0].Instances[0].State.Name', DesiredValues: ['running'] },
    },
  },
  call(
    'findProfile',
    {
      ...{ Service: 'ec2', Api: 'DescribeIamInstanceProfileAssociations' },
      Filters: [{ Name: 'instance-id', Values: InstanceIds }],
    },
    { outputs: [{ Name: 'Id', Selector: '$.IamInstanceProfileAssociations[0].AssociationId' }] },
  ),
  {
    ...{ name: 'hasProfile', action: 'aws:branch' },
    inputs: {
      Choices: [{ NextStep: 'attach', Variable: '{{ findProfile.Id }}', StringEquals: '' }],
      Default: 'wait',
    },
  },
  call('attach', {
    ...{ Service: 'ec2', Api: 'AssociateIamInstanceProfile' },
    ...{ InstanceId: '{{ InstanceId }}', IamInstanceProfile: { Arn: profile } },
  }),
  {
    ...{ name: 'wait', action: 'aws:waitForAwsResourceProperty', timeoutSeconds: 3600 },
    inputs: {
      ...{ Service: 'ssm', Api: 'DescribeInstanceInformation' },
      Filters: [{ Key: 'InstanceIds', Values: InstanceIds }],
      ...{ PropertySelector: '$.InstanceInformationList[0].PingStatus', DesiredValues: ['Online'] },
    },
  },
  {
    ...{ name: 'hello', action: 'aws:runCommand' },
    inputs: { DocumentName: 'AWS-RunShellScript', InstanceIds, Parameters: { commands: 'echo hello' } },
  },
];
const statements = [
  {
    ...{ Effect: 'Allow', Resource: '*' },
    Action: [
      'ec2:Describe*',
      'ec2:AssociateIamInstanceProfile',
      'ssm:DescribeInstanceInformation',
      'ssm:ListCommand*',
      'ssm:SendCommand',
    ],
  },
  { Effect: 'Allow', Resource: `arn:aws:iam::${accountId}:role/managed`, Action: 'iam:PassRole' },
];

it.each([
  ['attaches a profile, waits for the agent, and sends it a command', statements, 'Success', 'hello'],
  ['fails without the right to pass the role', statements.slice(0, 1), 'Failed', 'attach'],
])('a runbook that mends an instance %s', async (_, allowed, status, last) => {
  const bench = await automationBench(allowed);
  const { directory } = bench.cloud.iam;
  const attachedPolicyArns = [directory.awsPolicyArn('AmazonSSMManagedInstanceCore')];
  directory.declareRole({ roleName: 'managed', attachedPolicyArns });
  directory.declareProfile({ profileName: 'managed', roleName: 'managed' });
  const registration = { kind: 'never', cause: 'no-instance-profile' } as const;
  const [instance] = bench.cloud.ec2.launch([spec({ registration })]);
  await bench.pass(600);
  const parameters = { InstanceId: { type: 'AWS::EC2::Instance::Id' } };
  const given = { InstanceId: [instance?.id ?? ''] };
  const ended = await bench.run(steps, { parameters }, given);
  const ran = ended.StepExecutions?.filter(({ StepStatus }) => StepStatus !== 'Pending') ?? [];
  expect([ended.AutomationExecutionStatus, ran.at(-1)?.StepName], ended.FailureMessage).toEqual([
    status,
    last,
  ]);
});
