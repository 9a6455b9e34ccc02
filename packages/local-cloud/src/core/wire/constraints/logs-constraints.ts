import { type Constraints, type Limits, least } from '../input-check.ts';

const logGroupNamePrefix: Limits = { length: [1, 512], pattern: '[\\.\\-_/#A-Za-z0-9]+' };
const logGroupIdentifiers: Limits = { length: [1, 2048], pattern: '[\\w#+=/:,.@-]*' };

/** The limits of the inputs of CloudWatch Logs. Source: its service model. */
export const logsConstraints: Constraints = {
  'DescribeLogGroupsRequest.accountIdentifiers': { length: [0, 20] },
  'DescribeLogGroupsRequest.accountIdentifiers[]': { length: [12, 12], pattern: '^\\d{12}$' },
  'DescribeLogGroupsRequest.logGroupNamePrefix': logGroupNamePrefix,
  'DescribeLogGroupsRequest.logGroupNamePattern': { length: [0, 512], pattern: '[\\.\\-_/#A-Za-z0-9]*' },
  'DescribeLogGroupsRequest.nextToken': { length: least(1) },
  'DescribeLogGroupsRequest.limit': { range: [1, 50] },
  'DescribeLogGroupsRequest.logGroupClass': { oneOf: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] },
  'DescribeLogGroupsRequest.logGroupIdentifiers': { length: [1, 50] },
  'DescribeLogGroupsRequest.logGroupIdentifiers[]': logGroupIdentifiers,
  'DescribeLogStreamsRequest.logGroupName': logGroupNamePrefix,
  'DescribeLogStreamsRequest.logGroupIdentifier': logGroupIdentifiers,
  'DescribeLogStreamsRequest.logStreamNamePrefix': { length: [1, 512], pattern: '[^:*]*' },
  'DescribeLogStreamsRequest.orderBy': { oneOf: ['LogStreamName', 'LastEventTime'] },
  'DescribeLogStreamsRequest.nextToken': { length: least(1) },
  'DescribeLogStreamsRequest.limit': { range: [1, 50] },
  'FilterLogEventsRequest.logGroupName': logGroupNamePrefix,
  'FilterLogEventsRequest.logGroupIdentifier': logGroupIdentifiers,
  'FilterLogEventsRequest.logStreamNames': { length: [1, 100] },
  'FilterLogEventsRequest.logStreamNames[]': { length: [1, 512], pattern: '[^:*]*' },
  'FilterLogEventsRequest.logStreamNamePrefix': { length: [1, 512], pattern: '[^:*]*' },
  'FilterLogEventsRequest.startTime': { range: least(0) },
  'FilterLogEventsRequest.endTime': { range: least(0) },
  'FilterLogEventsRequest.filterPattern': { length: [0, 1024] },
  'FilterLogEventsRequest.nextToken': { length: least(1) },
  'FilterLogEventsRequest.limit': { range: [1, 10000] },
  'GetLogEventsRequest.logGroupName': logGroupNamePrefix,
  'GetLogEventsRequest.logGroupIdentifier': logGroupIdentifiers,
  'GetLogEventsRequest.logStreamName': { length: [1, 512], pattern: '[^:*]*' },
  'GetLogEventsRequest.startTime': { range: least(0) },
  'GetLogEventsRequest.endTime': { range: least(0) },
  'GetLogEventsRequest.nextToken': { length: least(1) },
  'GetLogEventsRequest.limit': { range: [1, 10000] },
};
