import { describe, expect, it } from 'vitest';
import { checkTopicAttributes } from '../../../src/services/sns/topic-message-attributes.ts';

const text = { DataType: 'String', StringValue: 'v' };
const bytes = Buffer.from('v');

describe('the attributes of a message for a topic', () => {
  it.each([
    [
      'a',
      { DataType: 'String', StringValue: '' },
      "'a' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      'a',
      { DataType: 'String.kind' },
      "'a' must contain non-empty message attribute value for message attribute type 'String.kind'.",
    ],
    [
      'a',
      { DataType: 'Binary', BinaryValue: Buffer.from('') },
      "'a' must contain non-empty message attribute value for message attribute type 'Binary'.",
    ],
    ['a', { DataType: 'Number', BinaryValue: bytes }, "'a' with type 'Number' must use field 'String'."],
    ['a', { DataType: 'Binary.kind', StringValue: 'v' }, "'a' with type 'Binary' must use field 'Binary'."],
    [
      'a',
      { DataType: 'String.', StringValue: 'v' },
      "'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    ['a', { DataType: 'Text', StringValue: 'v' }, "'a' has an invalid message attribute type"],
    ['ü'.repeat(129), text, 'Length of message attribute name must be less than 256 bytes.'],
    ['a^*?', text, "Invalid non-alphanumeric character '#x5E' was found in the message attribute name."],
    ['a b', text, "Invalid non-alphanumeric character '#x20' was found"],
    ['.a', text, "Invalid message attribute name starting with character '.' was found."],
    ['a.', text, "Invalid message attribute name ending with character '.' was found."],
    ['a..b', text, "Message attribute name can not have successive '.' character."],
  ])('are not %s with %o', (name, value, problem) => {
    const message = expect.stringContaining(problem);
    expect(() => checkTopicAttributes({ fine: text, [name]: value })).toThrow(
      expect.objectContaining({ code: 'ParameterValueInvalid', message }),
    );
  });

  it('may have a kind after their type', () => {
    const number = { DataType: 'Number.int', StringValue: '1' };
    const binary = { DataType: 'Binary.  png.', BinaryValue: bytes };
    expect(() => checkTopicAttributes({ 'a-b_c.d': number, e: binary, f: text })).not.toThrow();
  });
});
