import { expect, it } from 'vitest';
import { attributesNamedIn } from '../../../src/services/dynamodb/attributes-named-in.ts';

it('an update names its key, and what its expressions name with and without placeholders', () => {
  const named = attributesNamedIn({
    ...{ TableName: 'T', Key: { id: { S: 'a' } } },
    UpdateExpression: 'SET #a = :value, plain = if_not_exists(other, :start) REMOVE nested.part[0]',
    ConditionExpression:
      'attribute_exists(id) AND NOT contains(#b, :value) OR size(list) BETWEEN :one AND :two',
    ExpressionAttributeNames: { '#a': 'first', '#b': 'second' },
  });
  expect(named.toSorted()).toEqual(['first', 'id', 'list', 'nested', 'other', 'plain', 'second']);
});
