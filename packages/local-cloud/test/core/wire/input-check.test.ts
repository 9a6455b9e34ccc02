import { describe, expect, it } from 'vitest';
import { type Constraints, checkInput, least } from '../../../src/core/wire/input-check.ts';
import { models, operationModel } from '../../../src/core/wire/models.ts';
import { shapesOf } from './shapes.ts';

const failed = 'failed to satisfy constraint:';

/** What the check of an operation's input says, without the count. */
function says(service: string, operation: string, input: object, more?: Constraints): string {
  const model = models.find((candidate) => candidate.service === service);
  if (model === undefined) throw new Error(`no model of ${service}`);
  try {
    checkInput(operationModel(model, operation).input, input, more ?? model.constraints);
  } catch (error) {
    return String(error).replace(/^ServiceError: /, '');
  }
  return 'nothing';
}

const one = (problem: string) => `1 validation error detected: ${problem}`;

describe('the check of an input', () => {
  it('names all that is missing at once', () => {
    expect(says('dynamodb', 'PutItem', {})).toBe(
      `2 validation errors detected: Value null at 'tableName' ${failed} Member must not be null; ` +
        `Value null at 'item' ${failed} Member must not be null`,
    );
  });

  it('takes the code of the protocol', () => {
    expect(() => checkInput(shapesOf('sns', 'Publish').input, {}, {}, 'ValidationError')).toThrow(
      expect.objectContaining({ code: 'ValidationError' }),
    );
  });

  it.each([
    [
      'dynamodb',
      'BatchExecuteStatement',
      { Statements: [{ Statement: 's' }, {}] },
      'statements.2.member.statement',
    ],
    ['dynamodb', 'BatchGetItem', { RequestItems: { abc: {} } }, 'requestItems.abc.member.keys'],
    [
      'ssm',
      'AddTagsToResource',
      { ResourceType: 'Parameter', ResourceId: 'p', Tags: [{ Key: 'k' }] },
      'tags.1.member.value',
    ],
  ])('says where a member is missing: %s %s %j', (service, operation, input, path) => {
    expect(says(service, operation, input)).toBe(
      one(`Value null at '${path}' ${failed} Member must not be null`),
    );
  });

  it.each([
    [
      'dynamodb',
      'Scan',
      { TableName: 'abc', Select: 'BOGUS' },
      `Value 'BOGUS' at 'select' ${failed} Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]`,
    ],
    [
      'dynamodb',
      'ListTables',
      { Limit: 0 },
      `Value '0' at 'limit' ${failed} Member must have value greater than or equal to 1`,
    ],
    [
      'dynamodb',
      'ListTables',
      { Limit: 101 },
      `Value '101' at 'limit' ${failed} Member must have value less than or equal to 100`,
    ],
    [
      'dynamodb',
      'GetItem',
      { TableName: 'a', Key: {} },
      `Value 'a' at 'tableName' ${failed} Member must have length greater than or equal to 3`,
    ],
    [
      'dynamodb',
      'GetItem',
      { TableName: 'abc;', Key: {} },
      `Value 'abc;' at 'tableName' ${failed} Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    ],
    [
      'dynamodb',
      'BatchGetItem',
      { RequestItems: {} },
      `Value '{}' at 'requestItems' ${failed} Member must have length greater than or equal to 1`,
    ],
    [
      'events',
      'ListRules',
      { Limit: 101 },
      `Value '101' at 'limit' ${failed} Member must have value less than or equal to 100`,
    ],
    [
      'iam',
      'GetRole',
      { RoleName: 'a b' },
      `Value 'a b' at 'roleName' ${failed} Member must satisfy regular expression pattern: [\\w+=,.@-]+`,
    ],
    [
      'ssm',
      'PutParameter',
      { Name: 'p', Value: 'v', Tier: 'Big' },
      `Value 'Big' at 'tier' ${failed} Member must satisfy enum value set: [Standard, Advanced, Intelligent-Tiering]`,
    ],
    [
      'ssm',
      'GetParameters',
      { Names: [''] },
      `Value '[]' at 'names' ${failed} Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1]`,
    ],
  ])('refuses in the words of AWS: %s %s %j', (service, operation, input, problem) => {
    expect(says(service, operation, input)).toBe(one(problem));
  });

  it('says of the keys and the values of a map what all must satisfy', () => {
    const limits = {
      'SendCommandRequest.Parameters{key}': { length: least(2) },
      'SendCommandRequest.Parameters{}': { length: least(1) },
    };
    const input = { DocumentName: 'doc', Parameters: { a: [] } };
    expect(says('ssm', 'SendCommand', input, limits)).toBe(
      `2 validation errors detected: Value '{a=[]}' at 'parameters' ${failed} Map keys must satisfy constraint: [Member must have length greater than or equal to 2]; ` +
        `Value '{a=[]}' at 'parameters' ${failed} Map value must satisfy constraint: [Member must have length greater than or equal to 1]`,
    );
  });

  it.each([
    [
      'dynamodb',
      'GetItem',
      { TableName: 'arn:aws:dynamodb:eu-west-1:000000000000:table/x', Key: { a: { S: '' } } },
    ],
    ['dynamodb', 'Scan', { TableName: 'abc', Limit: 1_000_000, TotalSegments: 1_000_000, Segment: 999_999 }],
    [
      'ssm',
      'AddTagsToResource',
      { ResourceType: 'Parameter', ResourceId: 'p', Tags: [{ Key: 'é 1', Value: '' }] },
    ],
  ])('finds nothing wrong: %s %s %j', (service, operation, input) => {
    expect(says(service, operation, input)).toBe('nothing');
  });

  it.each(models.map((model) => [model.service, model] as const))(
    "every row of the table of %s names a member of the SDK's model",
    (_service, { constraints, sdk }) => {
      const rows = Object.keys(constraints).map((key) => key.replace(/[[{].*$/, '').split('.'));
      const unknown = rows.filter(([structure, member]) => {
        const schema = sdk()[`${structure}$`];
        return !Array.isArray(schema) || !schema.some((part) => Array.isArray(part) && part.includes(member));
      });
      expect(unknown).toEqual([]);
    },
  );
});
