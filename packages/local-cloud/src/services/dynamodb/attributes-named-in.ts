import type { UpdateItemInput } from '@aws-sdk/client-dynamodb';

/** What stands in expressions besides names, in small letters. */
const words = new Set([
  ...[
    'set',
    'remove',
    'add',
    'delete',
    'and',
    'or',
    'not',
    'between',
    'in',
    'size',
    'contains',
    'begins_with',
  ],
  ...['attribute_exists', 'attribute_not_exists', 'attribute_type', 'if_not_exists', 'list_append'],
]);

/** The top-level attributes that an update names: its key, and those in its expressions, with or without placeholders. */
export function attributesNamedIn({
  Key: key = {},
  UpdateExpression: update = '',
  ConditionExpression: condition = '',
  ExpressionAttributeNames: names = {},
}: UpdateItemInput): string[] {
  // A name after a dot is of something nested; one after a colon is a value.
  const plain = `${update} ${condition}`.match(/(?<![\w.:#])[A-Za-z_]\w*/g) ?? [];
  const named = plain.filter((word) => !words.has(word.toLowerCase()));
  return [...new Set([...Object.keys(key), ...Object.values(names), ...named])];
}
