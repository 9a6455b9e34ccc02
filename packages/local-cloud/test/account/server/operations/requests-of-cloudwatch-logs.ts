import { commonErrors, type ServiceRequests } from './requests.ts';
import type { World } from './world.ts';

const metric = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [{ Name: 'Place', Value: 'here' }] };
const time = { StartTime: 1_767_225_600, EndTime: 1_767_229_200 };
const query = { Id: 'orders', Label: 'x', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } };
const badToken = { NextToken: 'x' };

/** The requests to CloudWatch. */
export const requestsOfCloudWatch: ServiceRequests = {
  absent: ['InternalServiceFault', 'MissingRequiredParameterException'],
  common: commonErrors,
  operations: {
    DescribeAlarms: {
      answers: [
        { AlarmNames: ['alarm'], AlarmTypes: ['MetricAlarm'], MaxRecords: 1 },
        { AlarmNamePrefix: 'al', StateValue: 'INSUFFICIENT_DATA' },
        ({ topicArn }) => ({ ActionPrefix: topicArn }),
      ],
      refusals: { InvalidNextToken: badToken, ValidationException: { MaxRecords: 101 } },
    },
    GetMetricData: {
      answers: [
        {
          ...{ ...time, MetricDataQueries: [{ ...query, ReturnData: true }] },
          ...{ ScanBy: 'TimestampAscending', MaxDatapoints: 500 },
        },
      ],
      refusals: { ValidationException: { ...time, MetricDataQueries: [query, query] } },
      never: { InvalidNextToken: 'a second page is not emulated' },
    },
    GetMetricStatistics: {
      answers: [{ ...metric, ...time, Period: 60, Statistics: ['Sum', 'Average'] }],
      refusals: {
        InvalidParameterCombinationException: { ...metric, ...time, Period: 60 },
        InvalidParameterValueException: { ...metric, ...time, Period: 61, Statistics: ['Sum'] },
      },
    },
    ListMetrics: {
      answers: [metric, {}],
      refusals: { InvalidParameterValueException: badToken },
    },
  },
};

const group = ({ logGroup }: World) => ({ logGroupName: logGroup });
const none = { logGroupName: '/none' };
const refusals = {
  ResourceNotFoundException: none,
  InvalidParameterException: { ...none, limit: 0 },
};

/** The requests to CloudWatch Logs. */
export const requestsOfLogs: ServiceRequests = {
  absent: ['ServiceUnavailableException'],
  common: commonErrors,
  operations: {
    DescribeLogGroups: {
      answers: [
        { logGroupNamePrefix: '/aws', limit: 1, logGroupClass: 'STANDARD' },
        { logGroupNamePattern: 'echo' },
      ],
      refusals: { InvalidParameterException: { nextToken: 'x' } },
    },
    DescribeLogStreams: {
      answers: [
        (world) => ({ ...group(world), logStreamNamePrefix: '2026', limit: 1 }),
        ({ logGroup }) => ({ logGroupIdentifier: logGroup, orderBy: 'LastEventTime', descending: true }),
      ],
      refusals,
    },
    FilterLogEvents: {
      answers: [
        (world) => ({ ...group(world), logStreamNamePrefix: '2026', filterPattern: 'one', limit: 1 }),
        ({ logGroup, logStream }) => ({
          ...{ logGroupIdentifier: logGroup, logStreamNames: [logStream], interleaved: true },
          ...{ startTime: 0, endTime: 4_000_000_000_000 },
        }),
      ],
      refusals,
    },
    GetLogEvents: {
      answers: [
        ({ logGroup, logStream }) => ({
          ...{ logGroupName: logGroup, logStreamName: logStream, limit: 1, startFromHead: true },
          ...{ startTime: 0, endTime: 4_000_000_000_000 },
        }),
        ({ logGroup, logStream }) => ({
          ...{ logGroupIdentifier: logGroup, logStreamName: logStream, nextToken: 'f/1' },
        }),
      ],
      refusals: {
        ResourceNotFoundException: (world) => ({ ...group(world), logStreamName: 'none' }),
        InvalidParameterException: ({ logGroup, logStream }) => ({
          ...{ logGroupName: logGroup, logStreamName: logStream, nextToken: 'x' },
        }),
      },
    },
  },
};
