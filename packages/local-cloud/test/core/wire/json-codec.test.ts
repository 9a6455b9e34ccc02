import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '../../../src/core/wire/json-codec.ts';
import { shapeAt, shapesOf } from './shapes.ts';

const putItem = shapesOf('dynamodb', 'PutItem').input;
const sendCommand = shapesOf('ssm', 'SendCommand').input;
const putEvents = shapesOf('events', 'PutEvents').input;
const listCommands = shapesOf('ssm', 'ListCommands');
const command = shapeAt(listCommands.output, 'Commands', '[]');

const refusal = (code: string, message: string) =>
  expect.objectContaining({ name: 'ServiceError', code, statusCode: 400, message });

describe('decoding JSON', () => {
  it('accepts what the model describes, at every depth', () => {
    const item = {
      id: { S: 'i-1' },
      count: { N: '3' },
      on: { BOOL: true },
      none: { NULL: true },
      tags: { SS: ['a', 'b'] },
      deep: { L: [{ M: { x: { L: [] } } }] },
    };
    expect(decodeJson(putItem, { TableName: 't', Item: item })).toEqual({ TableName: 't', Item: item });
  });

  it('converts epoch seconds to dates, with milliseconds', () => {
    const entry = { Source: 's', DetailType: 'd', Detail: '{}' };
    expect(decodeJson(putEvents, { Entries: [{ ...entry, Time: 1_767_225_600.25 }] })).toEqual({
      Entries: [{ ...entry, Time: new Date(1_767_225_600_250) }],
    });
  });

  it('converts base64 to bytes', () => {
    const decoded = decodeJson(shapeAt(putItem, 'Item', '[]'), { B: 'AP8Q', BS: ['', 'AQ=='] });
    expect(decoded).toEqual({
      B: new Uint8Array([0, 255, 16]),
      BS: [new Uint8Array(), new Uint8Array([1])],
    });
  });

  it('leaves out members that are null', () => {
    expect(decodeJson(sendCommand, { DocumentName: 'd', Comment: null })).toEqual({ DocumentName: 'd' });
  });

  it.each([
    [{ a: { BOOL: 'yes' } }, { a: { BOOL: true } }],
    [{ a: { NULL: 'no' } }, { a: { NULL: false } }],
    [{ a: { S: 's', Other: 1 } }, { a: { S: 's' } }],
  ])('reads %j as recorded', (item, read) => {
    expect(decodeJson(putItem, { Item: item })).toEqual({ Item: read });
  });

  it.each([
    [sendCommand, [], 'Unrecognized collection type class com.amazonaws.x.SendCommandRequest'],
    [sendCommand, { DocumentName: 7 }, 'NUMBER_VALUE cannot be converted to String'],
    [sendCommand, { DocumentName: 3.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    [sendCommand, { DocumentName: [] }, 'Unrecognized collection type class java.lang.String'],
    [sendCommand, { DocumentName: {} }, 'Start of structure or map found where not expected'],
    [sendCommand, { TimeoutSeconds: '60' }, 'STRING_VALUE cannot be converted to Integer'],
    [sendCommand, { TimeoutSeconds: true }, 'TRUE_VALUE cannot be converted to Integer'],
    [sendCommand, { InstanceIds: 'i-1' }, 'Unexpected field type'],
    [sendCommand, { InstanceIds: {} }, 'Start of structure or map found where not expected'],
    [putItem, { Item: 'x' }, 'Unexpected field type'],
    [putItem, { Item: { a: 'x' } }, 'Unexpected value type in payload'],
    [putItem, { Item: { a: [] } }, 'Unrecognized collection type class com.amazonaws.x.AttributeValue'],
    [
      putItem,
      { Item: [] },
      'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.x.AttributeValue>',
    ],
    [putItem, { Item: { a: { BOOL: 'maybe' } } }, 'Unexpected token received from parser'],
    [putItem, { Item: { a: { BOOL: 1 } } }, 'NUMBER_VALUE cannot be converted to Boolean'],
    [putItem, { Item: { a: { B: 1 } } }, 'only base-64-encoded strings are convertible to bytes'],
    [putItem, { Item: { a: { B: [] } } }, 'Unrecognized collection type class java.nio.ByteBuffer'],
    [
      putItem,
      { Item: { a: { B: '23456' } } },
      'Base64 encoded length is expected a multiple of 4 bytes but found: 5',
    ],
    [putItem, { Item: { a: { B: '=+/=' } } }, 'Invalid last non-pad Base64 character dectected'],
    [sendCommand, { DocumentName: 'd', Documentname: 'e' }, 'SendCommandRequest has no member .Documentname'],
    [putEvents, { Entries: [{ Time: '2026-01-01' }] }, 'STRING_VALUE cannot be converted to Date'],
  ])('refuses %#', (shape, input, message) => {
    expect(() => decodeJson(shape, input, 'com.amazonaws.x')).toThrow(
      refusal('SerializationException', message),
    );
  });

  it('keeps a name that every object inherits, also where it converts a value', () => {
    const input = JSON.parse('{"TableName":"t","Item":{"__proto__":{"B":"aGVsbG8="},"toString":{"S":"x"}}}');
    expect(JSON.stringify(encodeJson(putItem, decodeJson(putItem, input)))).toBe(JSON.stringify(input));
  });
});

describe('encoding JSON', () => {
  it('writes dates as epoch seconds and bytes as base64', () => {
    expect(encodeJson(command, { RequestedDateTime: new Date(1_767_225_600_250) })).toEqual({
      RequestedDateTime: 1_767_225_600.25,
    });
    expect(encodeJson(shapeAt(putItem, 'Item', '[]'), { B: new Uint8Array([0, 255, 16]) })).toEqual({
      B: 'AP8Q',
    });
  });

  it('does not change a response object that a service may still use', () => {
    const shape = shapeAt(putItem, 'Item', '[]');
    const held = { L: [{ S: 'a' }, { B: new Uint8Array([1]) }] };
    expect(encodeJson(shape, held)).toEqual({ L: [{ S: 'a' }, { B: 'AQ==' }] });
    expect(held).toEqual({ L: [{ S: 'a' }, { B: new Uint8Array([1]) }] });
  });

  it('leaves out undefined members', () => {
    expect(encodeJson(command, { CommandId: 'c', Comment: undefined })).toEqual({ CommandId: 'c' });
  });

  it.each([
    [{ CommandID: 'c' }, 'Command has no member CommandID'],
    ['text', 'Command is answered with text'],
    [{ InstanceIds: 'i-1' }, 'a list is answered'],
    [{ Parameters: ['p'] }, 'a map is answered'],
  ])('refuses a bug of ours: %j', (answer, message) => {
    expect(() => encodeJson(command, answer)).toThrow(message);
  });
});

/** Any value of a DynamoDB attribute, to a limited depth. */
const { attribute } = fc.letrec((tie) => ({
  attribute: fc.oneof(
    { depthSize: 'small' },
    fc.record({ S: fc.string({ unit: 'grapheme' }) }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ B: fc.uint8Array({ maxLength: 40 }) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ SS: fc.array(fc.string(), { maxLength: 3 }) }),
    fc.record({ L: fc.array(tie('attribute'), { maxLength: 3 }) }),
    fc.record({
      M: fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        tie('attribute'),
        { maxKeys: 3 },
      ),
    }),
  ),
}));

it('decodes what it has encoded, via JSON text', () => {
  const shape = shapeAt(putItem, 'Item', '[]');
  fc.assert(
    fc.property(attribute, (value) => {
      expect(decodeJson(shape, JSON.parse(JSON.stringify(encodeJson(shape, value))))).toEqual(value);
    }),
    { numRuns: 200, seed: 2 },
  );
});
