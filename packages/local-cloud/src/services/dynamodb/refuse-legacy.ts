import { NotEmulatedError } from '../../core/service.ts';

const legacyMembers = [
  'AttributesToGet',
  'AttributeUpdates',
  'ConditionalOperator',
  'Expected',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
];

/** Throws for the legacy request members that expressions replaced in 2014. */
export function refuseLegacy(input: object): void {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && legacyMembers.includes(name)) {
      throw new NotEmulatedError(`the legacy DynamoDB parameter ${name}`);
    }
  }
}
