import { commonErrors, type ServiceRequests } from './requests.ts';
import type { World } from './world.ts';

const named = ({ functionName }: World) => ({ FunctionName: functionName });
const none = { FunctionName: 'none' };
const payload = Buffer.from('{"Records":[]}').toString('base64');
const waits = { InvalidParameterValueException: 'ValidationException says all that is wrong here' };
const calm = { TooManyRequestsException: 'the API itself has no limit of requests here' };

/** Lets virtual time pass once the request has arrived, so that the function ends. */
function call(input: object) {
  return (world: World) => {
    let isExpected = true;
    world.cloud.gateway.observe(({ operation }) => {
      if (operation === 'Invoke' && isExpected) setImmediate(() => void world.pass(10));
      isExpected = false;
    });
    return { ...named(world), ...input };
  };
}

/** The requests to Lambda. */
export const requestsOfLambda: ServiceRequests = {
  absent: [
    ...['CodeArtifactUserDeletedException', 'CodeArtifactUserFailedException'],
    ...['CodeArtifactUserPendingException', 'DurableExecutionAlreadyStartedException'],
    ...['EC2AccessDeniedException', 'EC2ThrottledException', 'EC2UnexpectedException'],
    ...['EFSIOException', 'EFSMountConnectivityException', 'EFSMountFailureException'],
    ...['EFSMountTimeoutException', 'ENILimitReachedException', 'ENINotReadyException'],
    ...['InvalidRuntimeException', 'InvalidSecurityGroupIDException', 'InvalidSubnetIDException'],
    ...['InvalidZipFileException', 'KMSAccessDeniedException', 'KMSDisabledException'],
    ...['KMSInvalidStateException', 'KMSNotFoundException', 'ModeNotSupportedException'],
    ...['NoPublishedVersionException', 'RecursiveInvocationException', 'ResourceConflictException'],
    ...['ResourceNotReadyException', 'S3FilesMountConnectivityException', 'S3FilesMountFailureException'],
    ...['S3FilesMountTimeoutException', 'SerializedRequestEntityTooLargeException', 'ServiceException'],
    ...['ServiceQuotaExceededException', 'SnapStartException', 'SnapStartNotReadyException'],
    ...['SnapStartRegenerationFailureException', 'SnapStartTimeoutException'],
    ...['SubnetIPAddressLimitReachedException', 'UnsupportedMediaTypeException'],
  ],
  common: commonErrors,
  operations: {
    GetFunction: {
      answers: [(world) => ({ ...named(world), Qualifier: '$LATEST' })],
      refusals: { ResourceNotFoundException: none, ValidationException: { FunctionName: 'a b' } },
      never: { ...waits, ...calm },
    },
    GetAccountSettings: { answers: [{}], refusals: {}, never: calm },
    GetEventSourceMapping: {
      answers: [({ cloud }) => ({ UUID: cloud.eventSourceMappings.all[0]?.id })],
      refusals: { ResourceNotFoundException: { UUID: 'none' } },
      never: { ...waits, ...calm },
    },
    GetFunctionConcurrency: {
      answers: [named, { FunctionName: 'stopped' }],
      refusals: { ResourceNotFoundException: none },
      never: { ...waits, ...calm },
    },
    GetFunctionConfiguration: {
      answers: [(world) => ({ ...named(world), Qualifier: '$LATEST' })],
      refusals: { ResourceNotFoundException: none },
      never: { ...waits, ...calm },
    },
    Invoke: {
      answers: [
        (world) => ({ ...named(world), InvocationType: 'Event', Payload: payload, Qualifier: '$LATEST' }),
        (world) => ({ ...named(world), InvocationType: 'DryRun' }),
        call({ InvocationType: 'RequestResponse', LogType: 'Tail', Payload: payload }),
        call({ Payload: Buffer.from('{}').toString('base64') }),
      ],
      refusals: {
        ResourceNotFoundException: none,
        InvalidRequestContentException: (world) => ({
          ...named(world),
          Payload: Buffer.from('{').toString('base64'),
        }),
        RequestTooLargeException: (world) => ({
          ...{ ...named(world), InvocationType: 'Event' },
          Payload: Buffer.from(JSON.stringify('x'.repeat(1_048_577))).toString('base64'),
        }),
        TooManyRequestsException: { FunctionName: 'stopped' },
      },
      never: waits,
    },
    ListFunctions: {
      answers: [{ MaxItems: 1, FunctionVersion: 'ALL' }, {}],
      refusals: {
        InvalidParameterValueException: { Marker: 'x' },
        ValidationException: { MaxItems: 0 },
      },
      never: calm,
    },
  },
};

/** The requests to EventBridge Scheduler. */
export const requestsOfScheduler: ServiceRequests = {
  absent: ['InternalServerException', 'ThrottlingException'],
  common: commonErrors,
  operations: {
    GetSchedule: {
      answers: [{ Name: 'schedule', GroupName: 'default' }, { Name: 'schedule' }],
      refusals: { ResourceNotFoundException: { Name: 'none' }, ValidationException: { Name: 'a b' } },
    },
    ListSchedules: {
      answers: [{ GroupName: 'default', NamePrefix: 's', State: 'ENABLED', MaxResults: 1 }, {}],
      refusals: {
        ResourceNotFoundException: { GroupName: 'none' },
        ValidationException: { NextToken: 'x' },
      },
    },
    ListScheduleGroups: {
      answers: [{ NamePrefix: 'd', MaxResults: 1 }, {}],
      refusals: { ValidationException: { NextToken: 'x' } },
    },
  },
};

/** A role that the account may assume. */
function assumable({ cloud }: World) {
  const roleName = 'assumable';
  const { accountId, iam } = cloud;
  const Principal = { AWS: `arn:aws:iam::${accountId}:root` };
  const trust = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] };
  const role = iam.directory.findRole(roleName) ?? iam.directory.declareRole({ roleName, trust });
  return { RoleArn: role.arn, RoleSessionName: 'jane' };
}

/** The requests to STS. */
export const requestsOfSts: ServiceRequests = {
  absent: [
    ...['ExpiredTokenException', 'MalformedPolicyDocument'],
    ...['PackedPolicyTooLarge', 'RegionDisabledException'],
  ],
  common: ['ValidationError'],
  operations: {
    AssumeRole: {
      answers: [assumable],
      refusals: {
        ValidationError: (world) => ({ ...assumable(world), RoleSessionName: 'jane doe' }),
      },
    },
    GetCallerIdentity: { answers: [{}] },
  },
};
