import { describe, expect, it } from 'vitest';
import { Access } from '../../src/core/access.ts';
import { Gateway } from '../../src/core/gateway.ts';
import type { HttpRequest, HttpResponse } from '../../src/core/http-message.ts';
import { NotEmulatedError, type Operation, type Principal, ServiceError } from '../../src/core/service.ts';
import { jsonRequest, queryRequest } from '../cloud-bench.ts';
import { recordingHost } from '../recording-host.ts';

const administrator: Principal = { kind: 'administrator' };
const role: Principal = { kind: 'role', roleArn: `arn:aws:iam::${'0'.repeat(12)}:role/Reader` };

/** A gateway for one service with an operation that the test defines. */
function start(service: string, operation: string, run: () => unknown) {
  const host = recordingHost();
  const access = new Access(host.timeline);
  const gateway = new Gateway(host, access);
  const operations: Record<string, Operation> = {
    [operation]: { authorize: () => [{ action: `${service}:${operation}`, resource: '*' }], run },
  };
  gateway.register({ name: service, operations });
  const observed: string[] = [];
  gateway.observe((call) =>
    observed.push(`${call.service}:${call.operation} ${call.code} ${call.principal.kind}`),
  );
  return { gateway, observed, access };
}

const refuseWith = (error: ServiceError) => () => {
  throw error;
};

/** The response of a service whose operation throws an error. */
function refusalOf(
  service: string,
  operation: string,
  error: ServiceError,
  request: HttpRequest,
): HttpResponse {
  return start(service, operation, refuseWith(error)).gateway.serve(request, administrator);
}

describe('a refusal', () => {
  it('of a JSON 1.1 service names the shape and the message', () => {
    const request = jsonRequest('ssm', 'AmazonSSM.ListCommands', {});
    const error = new ServiceError('InvalidInstanceId', 'Instances [[i-1]] not in a valid state');
    const { status, headers, body } = refusalOf('ssm', 'ListCommands', error, request);
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(body)).toEqual({
      __type: 'com.amazonaws.ssm#InvalidInstanceId',
      message: 'Instances [[i-1]] not in a valid state',
    });
  });

  it('may have an empty message', () => {
    const request = jsonRequest('ssm', 'AmazonSSM.ListCommands', {});
    const { body } = refusalOf('ssm', 'ListCommands', new ServiceError('InvalidInstanceId', ''), request);
    expect(JSON.parse(body)).toEqual({ __type: 'com.amazonaws.ssm#InvalidInstanceId', message: '' });
  });

  it('of DynamoDB contains the item for which a condition failed', () => {
    const request = jsonRequest('dynamodb', 'DynamoDB_20120810.ListTables', {});
    const Item = { id: { S: 'i-1' }, raw: { B: new Uint8Array([255]) } };
    const error = new ServiceError('ConditionalCheckFailedException', 'The conditional request failed', {
      details: { Item },
    });
    const { headers, body } = refusalOf('dynamodb', 'ListTables', error, request);
    expect(headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(JSON.parse(body)).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { id: { S: 'i-1' }, raw: { B: '/w==' } },
    });
  });

  it('of SQS has the error name of the query protocol in a header', () => {
    const request = jsonRequest('sqs', 'AmazonSQS.ListQueues', {});
    const missing = new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    expect(refusalOf('sqs', 'ListQueues', missing, request).headers['x-amzn-query-error']).toBe(
      'AWS.SimpleQueueService.NonExistentQueue;Sender',
    );
    const invalid = new ServiceError('InvalidParameterValueException', 'x', {
      queryCode: 'InvalidParameterValue',
    });
    expect(refusalOf('sqs', 'ListQueues', invalid, request).headers['x-amzn-query-error']).toBe(
      'InvalidParameterValue;Sender',
    );
    const broken = new ServiceError('InternalError', 'x', { statusCode: 500 });
    const answer = refusalOf('sqs', 'ListQueues', broken, request);
    expect([answer.status, answer.headers['x-amzn-query-error']]).toEqual([500, 'InternalError;Receiver']);
  });

  it('of a query service is XML, escaped, with its status', () => {
    const request = queryRequest('sns', { Action: 'Publish', Version: '2010-03-31', Message: 'm' });
    const error = new ServiceError('AuthorizationError', 'a < b & c', { statusCode: 403 });
    const { status, headers, body } = refusalOf('sns', 'Publish', error, request);
    expect([status, headers['content-type']]).toEqual([403, 'text/xml;charset=UTF-8']);
    expect(body).toMatch(
      /^<\?xml version="1.0"\?><ErrorResponse><Error><Type>Sender<\/Type><Code>AuthorizationError<\/Code><Message>a &lt; b &amp; c<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
    );
  });

  it("of EC2 is XML in EC2's form", () => {
    const request = queryRequest('ec2', { Action: 'DescribeInstances', Version: '2016-11-15' });
    const error = new ServiceError('InvalidInstanceID.NotFound', "The instance ID 'i-1' does not exist");
    expect(refusalOf('ec2', 'DescribeInstances', error, request).body).toMatch(
      /<Response><Errors><Error><Code>InvalidInstanceID\.NotFound<\/Code><Message>The instance ID 'i-1' does not exist<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
  });
});

describe('the gateway', () => {
  it('gives every request a unique id', () => {
    const { gateway } = start('ssm', 'ListCommands', () => ({}));
    const ids = [1, 2].map(
      () =>
        gateway.serve(jsonRequest('ssm', 'AmazonSSM.ListCommands', {}), administrator).headers[
          'x-amzn-requestid'
        ],
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('treats an empty body as no members, as some clients send it', () => {
    const { gateway } = start('ssm', 'ListCommands', () => ({ Commands: [] }));
    const answer = gateway.serve(jsonRequest('ssm', 'AmazonSSM.ListCommands', ''), administrator);
    expect([answer.status, answer.body]).toEqual([200, '{"Commands":[]}']);
  });

  it('refuses a body that is not JSON', () => {
    const { gateway, observed } = start('ssm', 'ListCommands', () => ({}));
    const { status, body } = gateway.serve(
      jsonRequest('ssm', 'AmazonSSM.ListCommands', '{"a":'),
      administrator,
    );
    expect([status, JSON.parse(body).__type]).toEqual([400, 'com.amazonaws.ssm#SerializationException']);
    expect(observed).toEqual(['ssm:ListCommands SerializationException administrator']);
  });

  it('asks IAM before the operation runs, and reports a denial to observers', () => {
    let runs = 0;
    const { gateway, observed, access } = start('ssm', 'ListCommands', () => {
      runs++;
      return {};
    });
    const request = jsonRequest('ssm', 'AmazonSSM.ListCommands', {});
    const denied = gateway.serve(request, role);
    expect([denied.status, JSON.parse(denied.body).__type, runs]).toEqual([
      400,
      'com.amazonaws.ssm#AccessDeniedException',
      0,
    ]);
    access.attachToRole(role.kind === 'role' ? role.roleArn : '', 'read', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ssm:ListCommands', Resource: '*' }],
    });
    expect([gateway.serve(request, role).status, runs]).toEqual([200, 1]);
    expect(observed).toEqual(['ssm:ListCommands AccessDeniedException role', 'ssm:ListCommands ok role']);
  });

  it('decodes the input before it asks IAM, because a malformed request names no resource', () => {
    const { gateway, observed } = start('ssm', 'ListCommands', () => ({}));
    gateway.serve(jsonRequest('ssm', 'AmazonSSM.ListCommands', { MaxResults: 'x' }), role);
    expect(observed).toEqual(['ssm:ListCommands SerializationException role']);
  });

  it('throws bugs of ours', () => {
    const { gateway } = start('ssm', 'ListCommands', () => {
      throw new TypeError('ours');
    });
    const request = jsonRequest('ssm', 'AmazonSSM.ListCommands', {});
    expect(() => gateway.serve(request, administrator)).toThrow(TypeError);
    const { gateway: other } = start('ssm', 'ListCommands', () => ({ Orders: [] }));
    expect(() => other.serve(request, administrator)).toThrow('ListCommandsResult has no member Orders');
  });

  it.each([
    [
      'an operation that is not implemented',
      jsonRequest('ssm', 'AmazonSSM.CancelCommand', {}),
      'ssm:CancelCommand',
    ],
    ['an operation that does not exist', jsonRequest('ssm', 'AmazonSSM.Cancel', {}), 'ssm:Cancel'],
    [
      'a service that is not implemented',
      jsonRequest('kinesis', 'Kinesis_20131202.PutRecord', {}),
      'Kinesis_20131202',
    ],
    [
      'a service of the query protocol',
      queryRequest('rds', { Action: 'DescribeDBInstances', Version: '2014-10-31' }),
      'rds.',
    ],
    [
      'no operation at all',
      { ...jsonRequest('s3', '', ''), headers: {}, method: 'GET', path: '/bucket' },
      'GET s3.',
    ],
  ])('refuses %s as not emulated, by name', (_, request, name) => {
    const { gateway } = start('ssm', 'ListCommands', () => ({}));
    expect(() => gateway.serve(request, administrator)).toThrow(NotEmulatedError);
    expect(() => gateway.serve(request, administrator)).toThrow(name);
  });
});

describe('a request without a member that its model demands', () => {
  it.each([
    [
      'cloudwatch',
      'PutMetricData',
      {
        path: '/service/GraniteServiceVersion20100801/operation/PutMetricData',
        headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      },
    ],
    ['scheduler', 'CreateSchedule', { path: '/schedules/one', headers: {} }],
    ['logs', 'GetLogEvents', { path: '/', headers: { 'x-amz-target': 'Logs_20140328.GetLogEvents' } }],
  ])('is refused by %s', (service, operation, { path, headers }) => {
    const { gateway, observed } = start(service, operation, () => ({}));
    const host = `${service}.eu-west-1.amazonaws.com`;
    gateway.serve({ method: 'POST', host, path, headers, body: '' }, administrator);
    const code = service === 'logs' ? 'InvalidParameterException' : 'ValidationException';
    expect(observed).toEqual([`${service}:${operation} ${code} administrator`]);
  });
});
