import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/services/lambda/check-invocation.ts';

const read = (...bytes: readonly number[]) =>
  readEvent({ FunctionName: 'f', Payload: Uint8Array.from(bytes) });

describe('the payload of a call', () => {
  it('is kept as it was written', () => {
    const Payload = Buffer.from('{ "a": 1 }');
    expect(readEvent({ FunctionName: 'f', Payload })).toEqual({ value: { a: 1 }, text: '{ "a": 1 }' });
    expect(readEvent({ FunctionName: 'f' })).toEqual({ value: {}, text: '{}' });
  });

  const intro = 'Could not parse request body into json: Could not parse payload into json: ';

  it('is refused where its first byte that is no text stands, as for JSON that the AWS CLI took for base64', () => {
    const where = (column: number) =>
      `\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`;
    expect(() => read(0x6e, 0x87, 0x72)).toThrow(`${intro}Invalid UTF-8 start byte 0x87${where(3)}`);
    const expected =
      "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    expect(() => read(0x99, 0xeb)).toThrow(
      `${intro}Unexpected character ((CTRL-CHAR, code 153)): ${expected}${where(1)}`,
    );
  });

  it('is refused when it is no JSON', () => {
    expect(() => readEvent({ FunctionName: 'f', Payload: Buffer.from('{') })).toThrow(intro);
  });
});
