import { commonErrors, type ServiceRequests } from './requests.ts';

const event = {
  id: '1',
  account: '000000000000',
  source: 'test',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-west-1',
  resources: [],
  'detail-type': 'x',
};

/** The requests to EventBridge. */
export const requestsOfEvents: ServiceRequests = {
  absent: ['InternalException'],
  common: commonErrors,
  operations: {
    DescribeRule: {
      answers: [{ Name: 'rule', EventBusName: 'default' }],
      refusals: { ResourceNotFoundException: { Name: 'none' } },
    },
    ListRules: {
      answers: [{ NamePrefix: 'r', EventBusName: 'default' }],
      never: { ResourceNotFoundException: 'other buses are not emulated' },
    },
    ListTargetsByRule: {
      answers: [{ Rule: 'rule', EventBusName: 'default' }],
      refusals: { ResourceNotFoundException: { Rule: 'none' } },
    },
    PutEvents: {
      answers: [
        {
          Entries: [
            {
              Source: 'test',
              DetailType: 'x',
              Detail: '{}',
              Resources: ['r'],
              Time: 1_767_225_600,
              EventBusName: 'default',
            },
            { Source: 'aws.ec2', DetailType: 'x', Detail: '{}' },
          ],
        },
      ],
      refusals: { ValidationException: { Entries: [] } },
    },
    TestEventPattern: {
      answers: [{ EventPattern: '{"source":["test"]}', Event: JSON.stringify(event) }],
      refusals: { InvalidEventPatternException: { EventPattern: '{"source":"x"}', Event: '{}' } },
    },
  },
};

/** The requests to SNS. */
export const requestsOfSns: ServiceRequests = {
  absent: [
    'EndpointDisabled',
    'InternalError',
    'InvalidSecurity',
    'KMSAccessDenied',
    'KMSDisabled',
    'KMSInvalidState',
    'KMSNotFound',
    'KMSOptInRequired',
    'KMSThrottling',
    'PlatformApplicationDisabled',
  ],
  common: [],
  operations: {
    Publish: {
      answers: [
        ({ topicArn }) => ({ TopicArn: topicArn, Message: 'hello', Subject: 'x' }),
        ({ topicArn }) => ({
          ...{ TopicArn: topicArn, Message: 'hello' },
          MessageAttributes: { b: { DataType: 'Binary', BinaryValue: 'eA==' } },
        }),
      ],
      refusals: {
        NotFound: ({ topicArn }) => ({ TopicArn: `${topicArn}-none`, Message: 'x' }),
        InvalidParameter: ({ topicArn }) => ({ TopicArn: topicArn, Message: '' }),
        ParameterValueInvalid: ({ topicArn }) => ({
          ...{ TopicArn: topicArn, Message: 'x' },
          MessageAttributes: { a: { DataType: 'Text', StringValue: 'b' } },
        }),
      },
      never: {
        AuthorizationError: 'the caller is an administrator',
        ValidationException: 'InvalidParameter says all that is wrong here',
      },
    },
  },
};

const coreArn = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
const noRole = { NoSuchEntity: { RoleName: 'none' } };

/** The requests to IAM. */
export const requestsOfIam: ServiceRequests = {
  absent: [
    ...[
      'PolicyEvaluation',
      'InvalidInput',
      'LimitExceeded',
      'PolicyNotAttachable',
      'ServiceFailure',
      'UnmodifiableEntity',
    ],
  ],
  common: ['ValidationError'],
  operations: {
    AttachRolePolicy: {
      answers: [{ RoleName: 'role', PolicyArn: coreArn }],
      refusals: { NoSuchEntity: { RoleName: 'none', PolicyArn: coreArn } },
    },
    DetachRolePolicy: {
      answers: [{ RoleName: 'role', PolicyArn: coreArn }],
      refusals: { NoSuchEntity: { RoleName: 'role', PolicyArn: 'arn:aws:iam::000000000000:policy/none' } },
    },
    ListInstanceProfilesForRole: {
      answers: [{ RoleName: 'role', MaxItems: 1 }],
      refusals: { ...noRole, ValidationError: { RoleName: 'role', Marker: 'x' } },
    },
    ListRoles: {
      answers: [{ MaxItems: 1 }, { PathPrefix: '/' }],
      refusals: { ValidationError: { Marker: 'x' } },
    },
    GetInstanceProfile: {
      answers: [{ InstanceProfileName: 'profile' }],
      refusals: { NoSuchEntity: { InstanceProfileName: 'none' } },
    },
    GetPolicy: {
      answers: [({ policyArn }) => ({ PolicyArn: policyArn })],
      refusals: { NoSuchEntity: { PolicyArn: 'arn:aws:iam::000000000000:policy/none' } },
    },
    GetPolicyVersion: {
      answers: [({ policyArn }) => ({ PolicyArn: policyArn, VersionId: 'v1' })],
      refusals: { NoSuchEntity: ({ policyArn }) => ({ PolicyArn: policyArn, VersionId: 'v2' }) },
    },
    GetRole: { answers: [{ RoleName: 'role' }], refusals: noRole },
    GetRolePolicy: {
      answers: [{ RoleName: 'role', PolicyName: 'inline' }],
      refusals: { NoSuchEntity: { RoleName: 'role', PolicyName: 'toString' } },
    },
    ListAttachedRolePolicies: {
      answers: [{ RoleName: 'role', MaxItems: 1 }, { RoleName: 'role' }],
      refusals: { ...noRole, ValidationError: { RoleName: 'role', Marker: 'x' } },
    },
    ListRolePolicies: {
      answers: [{ RoleName: 'role', MaxItems: 1 }],
      refusals: { ...noRole, ValidationError: { RoleName: 'role', Marker: 'x' } },
    },
    SimulatePrincipalPolicy: {
      answers: [
        {
          PolicySourceArn: 'arn:aws:iam::000000000000:role/role',
          ActionNames: ['ssm:UpdateInstanceInformation', 's3:GetObject'],
          ResourceArns: ['*'],
        },
      ],
      refusals: {
        NoSuchEntity: {
          PolicySourceArn: 'arn:aws:iam::000000000000:role/none',
          ActionNames: ['s3:GetObject'],
        },
      },
    },
  },
};
