const messages = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];
const deliveries = [
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
];
/** The permissions of Systems Manager that every agent needs. */
const agent = [
  'ssm:DescribeAssociation',
  'ssm:GetDeployablePatchSnapshotForInstance',
  'ssm:GetDocument',
  'ssm:DescribeDocument',
  'ssm:GetManifest',
  'ssm:ListAssociations',
  'ssm:ListInstanceAssociations',
  'ssm:PutInventory',
  'ssm:PutComplianceItems',
  'ssm:PutConfigurePackageResult',
  'ssm:UpdateAssociationStatus',
  'ssm:UpdateInstanceAssociationStatus',
  'ssm:UpdateInstanceInformation',
];

/** An AWS managed policy. `resourceName` is the part of its ARN after `policy/`, with the path. */
export interface AwsManagedPolicy {
  readonly resourceName: string;
  readonly document: object;
}

/**
 * The AWS managed policies that managed instances use. Their actions follow the AWS managed policy reference.
 * AmazonEC2RoleforSSM is out of support; its actions on S3 and directories are left out.
 */
export const awsManagedPolicies: readonly AwsManagedPolicy[] = [
  policy('AmazonSSMManagedInstanceCore', [
    [...agent, 'ssm:GetParameter', 'ssm:GetParameters'],
    messages,
    deliveries,
  ]),
  policy('service-role/AmazonEC2RoleforSSM', [
    [...agent, 'ssm:GetParameters'],
    messages,
    deliveries,
    ['cloudwatch:PutMetricData'],
    ['ec2:DescribeInstanceStatus'],
    ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
    ['logs:PutLogEvents'],
  ]),
  policy('AmazonSSMManagedEC2InstanceDefaultPolicy', [agent, messages, deliveries]),
  policy('AmazonS3ReadOnlyAccess', [['s3:Get*', 's3:List*', 's3:Describe*']]),
  policy('AdministratorAccess', [['*']]),
];

function policy(resourceName: string, actions: readonly (readonly string[])[]): AwsManagedPolicy {
  const Statement = actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
  return { resourceName, document: { Version: '2012-10-17', Statement } };
}
