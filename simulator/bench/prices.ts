/**
 * What AWS charges in us-east-1, in US dollars, without free tiers. Secondary sources of 2026-03 to 2026-09, gathered
 * on 2026-11-21: look at the price list before you quote them. Run Command on EC2 and events of AWS services are free.
 */
export const prices = {
  asOf: '2026-11-21',
  /** One invocation; and one gigabyte of its memory for one second, on arm64. */
  lambdaRequest: 0.2e-6,
  lambdaGigabyteSecond: 0.000_013_333_4,
  /** A send, a receive or a delete, of up to 64 KB. */
  sqsRequest: 0.4e-6,
  /** On demand. An item of up to 1 KB is one write unit; 4 KB, read consistently, are one read unit. */
  dynamodbWriteUnit: 0.625e-6,
  dynamodbReadUnit: 0.125e-6,
  /** An event of our own, of up to 64 KB. */
  customEvent: 1e-6,
} as const;

/** What a run used that is paid for. Logs and idle polling are not in it: they do not depend on the launches alone. */
export interface Usage {
  readonly lambdaRequests: number;
  readonly lambdaGigabyteSeconds: number;
  readonly sqsRequests: number;
  readonly dynamodbWriteUnits: number;
  readonly dynamodbReadUnits: number;
  readonly customEvents: number;
}

/** What a usage costs, in US dollars. */
export function costOf(usage: Usage): number {
  return (
    usage.lambdaRequests * prices.lambdaRequest +
    usage.lambdaGigabyteSeconds * prices.lambdaGigabyteSecond +
    usage.sqsRequests * prices.sqsRequest +
    usage.dynamodbWriteUnits * prices.dynamodbWriteUnit +
    usage.dynamodbReadUnits * prices.dynamodbReadUnit +
    usage.customEvents * prices.customEvent
  );
}
