import { cbor, dateToTag } from '@smithy/core/cbor';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/service.ts';
import {
  decodeCbor,
  encodeCbor,
  encodeCborRefusal,
  readCborPath,
} from '../../../src/core/wire/cbor-codec.ts';
import { shapesOf } from './shapes.ts';

const { input, output } = shapesOf('cloudwatch', 'GetMetricData');
const at = new Date(1_700_000_000_000);

describe('a path of RPC v2', () => {
  it('names the service and the operation, also behind a prefix', () => {
    const request = (path: string, headers = {}) => ({ method: 'POST', host: '', path, headers, body: '' });
    const path = '/service/GraniteServiceVersion20100801/operation/DescribeAlarms';
    const protocol = { 'smithy-protocol': 'rpc-v2-cbor' };
    const read = { target: 'GraniteServiceVersion20100801', name: 'DescribeAlarms' };
    expect(readCborPath(request(path, protocol))).toEqual(read);
    expect(readCborPath(request(`/prefix${path}`, protocol))).toEqual(read);
    expect(readCborPath(request(path))).toBeUndefined();
    expect(readCborPath(request('/', protocol))).toBeUndefined();
  });
});

describe('CBOR', () => {
  it('has times with a tag', () => {
    const sent = { MetricDataQueries: [], StartTime: dateToTag(at), EndTime: dateToTag(at) };
    expect(decodeCbor(input, cbor.serialize(sent))).toEqual({
      MetricDataQueries: [],
      StartTime: at,
      EndTime: at,
    });
    const { bytes } = encodeCbor(output, { MetricDataResults: [{ Timestamps: [at], Values: [1.5] }] }, 'r');
    expect(cbor.deserialize(bytes ?? new Uint8Array())).toMatchObject({
      MetricDataResults: [{ Timestamps: [{ tag: 1, value: at.getTime() / 1000 }], Values: [1.5] }],
    });
  });

  it('of an empty body is no members', () => {
    expect(decodeCbor(shapesOf('cloudwatch', 'DescribeAlarms').input, undefined)).toEqual({});
    expect(decodeCbor(input, new Uint8Array())).toEqual({});
  });

  it('refuses bytes that are none', () => {
    const broken = new Uint8Array([0xbf, 0x61]);
    expect(() => decodeCbor(input, broken)).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });

  it('shows a bug of ours, an answer with an unknown member', () => {
    expect(() => encodeCbor(output, { Data: [] }, 'r')).toThrow('no member Data');
  });

  it('has an error by its shape, and by its name in the query protocol', () => {
    const error = new ServiceError('ResourceNotFound', 'no alarm', { statusCode: 404 });
    const shown = { namespace: 'com.amazonaws.cloudwatch', queryError: 'ResourceNotFound;Sender' };
    const { status, headers, bytes } = encodeCborRefusal(error, { ...shown, requestId: 'r' });
    expect(status).toBe(404);
    expect(headers['x-amzn-query-error']).toBe('ResourceNotFound;Sender');
    expect(cbor.deserialize(bytes ?? new Uint8Array())).toEqual({
      __type: 'com.amazonaws.cloudwatch#ResourceNotFound',
      message: 'no alarm',
    });
  });
});
