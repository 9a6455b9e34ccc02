import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../src/core/http-message.ts';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { identify } from '../../../src/core/wire/identify.ts';

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/${service}/aws4_request, Signature=0`,
});

function read(request: Partial<HttpRequest>) {
  const { model, name, labels } = identify({
    ...{ method: 'POST', host: '127.0.0.1', path: '/', headers: {}, body: '' },
    ...request,
  });
  return { service: model.service, protocol: model.protocol, name, ...(labels && { labels }) };
}

describe('a request', () => {
  it('of CloudWatch may be CBOR, JSON or a form', () => {
    const target = 'GraniteServiceVersion20100801';
    const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
    const [service, name] = ['cloudwatch', 'DescribeAlarms'];
    expect(read({ headers: cbor, path: `/service/${target}/operation/${name}` })).toEqual({
      ...{ service, name, protocol: 'cbor' },
    });
    expect(read({ headers: { 'x-amz-target': `${target}.${name}` } })).toEqual({
      ...{ service, name, protocol: 'json-1.0' },
    });
    expect(read({ body: `Action=${name}&Version=2010-08-01` })).toEqual({
      ...{ service, name, protocol: 'query' },
    });
  });

  it('with a path is of the service that signed it, or of that of its host', () => {
    const expected = {
      service: 'scheduler',
      protocol: 'rest-json',
      name: 'GetSchedule',
      labels: { Name: 'x' },
    };
    const sent = { method: 'GET', path: '/schedules/x?groupName=g' };
    expect(read({ ...sent, headers: signed('scheduler') })).toEqual(expected);
    expect(read({ ...sent, host: 'scheduler.eu-west-1.amazonaws.com' })).toEqual(expected);
    expect(() => read(sent)).toThrow(NotEmulatedError);
    expect(() => read({ ...sent, headers: signed('s3') })).toThrow('GET s3/schedules/x');
  });

  it.each([
    ['a path', { method: 'GET', path: '/nowhere', headers: signed('lambda') }, 'GET lambda/nowhere'],
    ['a target', { headers: { 'x-amz-target': 'Kinesis_20131202.PutRecord' } }, 'Kinesis_20131202.PutRecord'],
    ['CBOR', { headers: { 'smithy-protocol': 'rpc-v2-cbor' }, path: '/service/S/operation/Do' }, ':Do'],
    [
      'a form',
      { body: 'Action=DescribeDBInstances&Version=2014-10-31', headers: signed('rds') },
      'rds:DescribeDBInstances',
    ],
  ])('that names nothing here, by %s, is not emulated', (_, request, words) => {
    expect(() => read(request)).toThrow(NotEmulatedError);
    expect(() => read(request)).toThrow(words);
  });
});
