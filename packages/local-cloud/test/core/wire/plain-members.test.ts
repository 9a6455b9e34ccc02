import { expect, it } from 'vitest';
import { models, operationModel } from '../../../src/core/wire/models.ts';
import { fromPlainMembers } from '../../../src/core/wire/plain-members.ts';

function inputOf(service: string, operation: string) {
  const model = models.find((each) => each.service === service);
  if (model === undefined) throw new Error(`no model of ${service}`);
  return operationModel(model, operation).input;
}

it.each([
  [
    'lambda',
    'Invoke',
    { FunctionName: 'a', Payload: '{"b":1}' },
    { FunctionName: 'a', Payload: 'eyJiIjoxfQ==' },
  ],
  ['cloudwatch', 'GetMetricData', { StartTime: '1970-01-01T00:01:00Z' }, { StartTime: 60 }],
  ['dynamodb', 'PutItem', { Item: { id: { B: 'x' } } }, { Item: { id: { B: 'eA==' } } }],
  ['sqs', 'SendMessage', { MessageBody: 'x', Nothing: 1 }, { MessageBody: 'x', Nothing: 1 }],
  ['cloudwatch', 'GetMetricData', { StartTime: 'yesterday' }, { StartTime: 'yesterday' }],
  ['ec2', 'DescribeInstances', { InstanceIds: 'i-1' }, { InstanceIds: 'i-1' }],
])('plain members of %s %s have the form of the wire', (service, operation, plain, wire) => {
  expect(fromPlainMembers(inputOf(service, operation), plain)).toEqual(wire);
});
