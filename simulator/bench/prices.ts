/**
 * AWS prices in us-east-1, in US dollars, without free tiers. They come from secondary sources of 2026-03 to 2026-09,
 * gathered on 2026-11-21. Check the AWS price list before you quote them. Run Command on EC2 and events of AWS services
 * are free.
 */
export const prices = {
  asOf: '2026-11-21',
  /** One invocation, and one gigabyte-second of memory, on arm64. */
  lambdaRequest: 0.2e-6,
  lambdaGigabyteSecond: 0.000_013_333_4,
  /** One request (send, receive or delete) of up to 64 KB. */
  sqsRequest: 0.4e-6,
  /** On-demand capacity. A write unit covers 1 KB of an item; a read unit covers 4 KB, read consistently. */
  dynamodbWriteUnit: 0.625e-6,
  dynamodbReadUnit: 0.125e-6,
  /** One custom event of up to 64 KB. */
  customEvent: 1e-6,
} as const;

/**
 * The billed usage of a run. Logs and idle polling are not included, because they do not depend on the launches alone.
 */
export interface Usage {
  readonly lambdaRequests: number;
  readonly lambdaGigabyteSeconds: number;
  readonly sqsRequests: number;
  readonly dynamodbWriteUnits: number;
  readonly dynamodbReadUnits: number;
  readonly customEvents: number;
}

/** The cost of a usage, in US dollars. */
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
