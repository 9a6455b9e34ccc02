import { expect, it } from 'vitest';
import { exitCodeOf, outcomeOf } from '../../../../bin/commands/run/outcome.ts';

it.each([
  ['InProgress', 'InProgress', undefined],
  ['Delayed', 'Delayed', undefined],
  ['Success', 'Success', 'succeeded'],
  ['Failed', 'Failed', 'failed'],
  ['TimedOut', 'ExecutionTimedOut', 'failed'],
  ['TimedOut', 'DeliveryTimedOut', 'unreachable'],
  ['Failed', 'Undeliverable', 'unreachable'],
  ['Cancelled', 'Terminated', 'withheld'],
  ['Cancelled', 'Cancelled', 'cancelled'],
  ['Failed', 'InvalidPlatform', 'failed'],
  ['Failed', 'AccessDenied', 'failed'],
  ['Failed', 'SomethingNew', 'failed'],
  ['InProgress', 'SomethingNew', undefined],
])('%s (%s) is %s', (status, statusDetails, outcome) => {
  expect(outcomeOf({ status, statusDetails })).toBe(outcome);
});

it.each([
  [['succeeded', 'succeeded'], 0],
  [['succeeded', 'unreachable'], 3],
  [['unreachable'], 3],
  [['unreachable', 'failed'], 1],
  [['succeeded', 'cancelled'], 1],
  [['succeeded', 'withheld'], 1],
] as const)('ends %j with %i', (outcomes, code) => {
  expect(exitCodeOf(outcomes)).toBe(code);
});
