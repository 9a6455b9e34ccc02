import { describe, expect, it } from 'vitest';
import { costOf } from '../../../simulator/bench/prices.ts';

const nothing = {
  lambdaRequests: 0,
  lambdaGigabyteSeconds: 0,
  sqsRequests: 0,
  dynamodbWriteUnits: 0,
  dynamodbReadUnits: 0,
  customEvents: 0,
};

describe('the price table', () => {
  it.each([
    ['lambdaRequests', 0.2],
    ['lambdaGigabyteSeconds', 13.3334],
    ['sqsRequests', 0.4],
    ['dynamodbWriteUnits', 0.625],
    ['dynamodbReadUnits', 0.125],
    ['customEvents', 1],
  ])('charges a million %s with %d dollars', (name, dollars) => {
    expect(costOf({ ...nothing, [name]: 1_000_000 })).toBeCloseTo(dollars, 4);
  });
});
