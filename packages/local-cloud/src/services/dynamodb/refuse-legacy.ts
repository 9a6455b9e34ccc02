import { NotEmulatedError } from '../../core/service.ts';
import { validation } from './dynamodb-errors.ts';

/** In the order of AWS's message. */
const legacyMembers = [
  'AttributesToGet',
  'QueryFilter',
  'ScanFilter',
  'AttributeUpdates',
  'Expected',
  'ConditionalOperator',
  'KeyConditions',
];
const expressionMembers = [
  'ProjectionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'UpdateExpression',
  'ConditionExpression',
];

/** Refuses the legacy request members beside expressions, as AWS does. Throws for legacy members alone. */
export function refuseLegacy(input: object): void {
  const given = new Set<string>();
  for (const [name, value] of Object.entries(input)) if (value !== undefined) given.add(name);
  const legacy = legacyMembers.filter((name) => given.has(name));
  const [first] = legacy;
  if (first === undefined) return;
  const expressions = expressionMembers.filter((name) => given.has(name));
  // KeyConditions may stand beside a projection or filter, but not beside a KeyConditionExpression.
  const mixed = given.has('KeyConditionExpression')
    ? legacy
    : legacy.filter((name) => name !== 'KeyConditions');
  if (expressions.length > 0 && mixed.length > 0) {
    throw validation(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${mixed.join(', ')}} Expression parameters: {${expressions.join(', ')}}`,
    );
  }
  throw new NotEmulatedError(`the legacy DynamoDB parameter ${first}`);
}
