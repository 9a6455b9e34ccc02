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
    [[], 'the request must be a structure SendCommandRequest; received []'],
    [{ DocumentName: 7 }, 'DocumentName must be a string; received 7'],
    [{ DocumentName: 'd', TimeoutSeconds: '60' }, 'TimeoutSeconds must be a number; received "60"'],
    [{ DocumentName: 'd', InstanceIds: 'i-1' }, 'InstanceIds must be a list; received "i-1"'],
    [{ DocumentName: 'd', InstanceIds: ['i-1', {}] }, 'InstanceIds[1] must be a string; received {}'],
    [{ DocumentName: 'd', Parameters: ['a'] }, 'Parameters must be a map; received ["a"]'],
    [{ DocumentName: 'd', Parameters: { a: 'b' } }, 'Parameters.a must be a list; received "b"'],
    [
      { DocumentName: 'd', CloudWatchOutputConfig: { CloudWatchOutputEnabled: 'true' } },
      'CloudWatchOutputConfig.CloudWatchOutputEnabled must be a boolean; received "true"',
    ],
    [{ DocumentName: 'd', Documentname: 'e' }, 'SendCommandRequest has no member .Documentname'],
  ])('refuses %j', (input, message) => {
    expect(() => decodeJson(sendCommand, input)).toThrow(refusal('SerializationException', message));
  });

  it('refuses a timestamp and a blob of another type', () => {
    expect(() => decodeJson(putEvents, { Entries: [{ Time: '2026-01-01' }] })).toThrow(
      refusal(
        'SerializationException',
        'Entries[0].Time must be a timestamp in seconds; received "2026-01-01"',
      ),
    );
    expect(() => decodeJson(putItem, { TableName: 't', Item: { a: { B: 1 } } })).toThrow(
      refusal('SerializationException', 'Item.a.B must be base64 text; received 1'),
    );
  });

  it.each(['aGVsbG8', 'aGVsbG8=x', 'a b=', 'aGVs=='])('refuses a blob that is no base64: %s', (B) => {
    expect(() => decodeJson(putItem, { TableName: 't', Item: { a: { B } } })).toThrow(
      refusal('SerializationException', `Item.a.B must be base64 text; received "${B}"`),
    );
  });

  it('keeps a name that every object inherits, also where it converts a value', () => {
    const input = JSON.parse('{"TableName":"t","Item":{"__proto__":{"B":"aGVsbG8="},"toString":{"S":"x"}}}');
    expect(JSON.stringify(encodeJson(putItem, decodeJson(putItem, input)))).toBe(JSON.stringify(input));
  });

  it("refuses a missing member with AWS's message", () => {
    expect(() => decodeJson(sendCommand, {})).toThrow(
      refusal(
        'ValidationException',
        "1 validation error detected: Value null at 'documentName' failed to satisfy constraint: Member must not be null",
      ),
    );
    expect(() => decodeJson(sendCommand, { DocumentName: null })).toThrow(/Value null at 'documentName'/);
  });

  it('refuses all missing members at once', () => {
    expect(() => decodeJson(putItem, {})).toThrow(
      refusal(
        'ValidationException',
        "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; " +
          "Value null at 'item' failed to satisfy constraint: Member must not be null",
      ),
    );
  });

  it('refuses a missing member of a nested structure with its path', () => {
    const batch = shapesOf('dynamodb', 'BatchExecuteStatement').input;
    expect(() => decodeJson(batch, { Statements: [{ Statement: 's' }, {}] })).toThrow(
      /Value null at 'statements\[1\]\.Statement' failed/,
    );
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
