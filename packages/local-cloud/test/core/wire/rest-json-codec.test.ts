import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/service.ts';
import { type Model, models, operationModel } from '../../../src/core/wire/models.ts';
import { decodeRest, encodeRest, encodeRestRefusal } from '../../../src/core/wire/rest-json-codec.ts';

function modelOf(service: string): Model {
  const model = models.find((candidate) => candidate.service === service);
  if (model === undefined) throw new Error(`no model of ${service}`);
  return model;
}

const lambda = modelOf('lambda');

function decode(
  operation: string,
  { path = '/', headers = {}, body = '' }: { path?: string; headers?: Record<string, string>; body?: string },
  labels: Record<string, string> = {},
  model = lambda,
) {
  const request = { method: 'POST', host: 'lambda', path, headers, body };
  return decodeRest(operationModel(model, operation).input, request, labels);
}

describe('a request', () => {
  it('has members in the path, the query, headers and the whole body', () => {
    const headers = { 'x-amz-invocation-type': 'Event' };
    expect(
      decode('Invoke', { path: '/f?Qualifier=7', headers, body: '{"a":"ü"}' }, { FunctionName: 'f' }),
    ).toEqual({
      FunctionName: 'f',
      Qualifier: '7',
      InvocationType: 'Event',
      Payload: new Uint8Array(Buffer.from('{"a":"ü"}')),
    });
  });

  it('has members in the JSON of its body', () => {
    const body = '{"Description":"d","MemorySize":128}';
    expect(decode('UpdateFunctionConfiguration', { body }, { FunctionName: 'f' })).toEqual({
      FunctionName: 'f',
      Description: 'd',
      MemorySize: 128,
    });
  });

  it('reads numbers, truths and lists of the query', () => {
    expect(decode('ListFunctions', { path: '/?MaxItems=5' })).toEqual({ MaxItems: 5 });
    expect(decode('UntagResource', { path: '/?tagKeys=a&tagKeys=b' }, { Resource: 'arn' })).toEqual({
      Resource: 'arn',
      TagKeys: ['a', 'b'],
    });
  });

  it.each([
    ['a number that is none', 'ListFunctions', { path: '/?MaxItems=many' }, {}, 'SerializationException'],
    [
      'a body that is no JSON',
      'UpdateFunctionConfiguration',
      { body: '{' },
      { FunctionName: 'f' },
      'SerializationException',
    ],
  ])('refuses %s', (_, operation, request, labels, code) => {
    expect(() => decode(operation, request, labels)).toThrow(expect.objectContaining({ code }));
  });
});

describe('an answer', () => {
  it('has members in headers, in the status, and as the whole body', () => {
    const answer = {
      StatusCode: 202,
      FunctionError: 'Unhandled',
      LogResult: undefined,
      Payload: new Uint8Array(Buffer.from('"ü"')),
    };
    expect(encodeRest(lambda, 'Invoke', answer, 'r')).toEqual({
      status: 202,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': 'r',
        'x-amz-function-error': 'Unhandled',
      },
      body: '"ü"',
    });
  });

  it('has its other members in JSON, and the status of its operation', () => {
    const { status, body } = encodeRest(lambda, 'ListFunctions', { Functions: [] }, 'r');
    expect([status, body]).toEqual([200, '{"Functions":[]}']);
    expect(() => encodeRest(lambda, 'ListFunctions', { Funktionen: [] }, 'r')).toThrow(
      'no member Funktionen',
    );
  });
});

describe('a refusal', () => {
  it('has its name in a header, and the status and members of its model', () => {
    const error = new ServiceError('ResourceNotFoundException', 'Function not found: f');
    expect(encodeRestRefusal(lambda, error, 'r')).toMatchObject({
      status: 404,
      headers: { 'x-amzn-errortype': 'ResourceNotFoundException' },
      body: '{"Type":"User","Message":"Function not found: f"}',
    });
    expect(encodeRestRefusal(modelOf('scheduler'), error, 'r').body).toBe(
      '{"Message":"Function not found: f"}',
    );
  });

  it('that the model does not know has its own status', () => {
    const error = new ServiceError('AccessDeniedException', 'no', { statusCode: 403 });
    const { status, body } = encodeRestRefusal(lambda, error, 'r');
    expect([status, body]).toEqual([403, '{"message":"no"}']);
  });
});
