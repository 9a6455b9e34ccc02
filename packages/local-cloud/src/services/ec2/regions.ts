/** A region, and whether an account must opt in to it before it can use it. */
export interface RegionInfo {
  readonly name: string;
  readonly isOptIn: boolean;
}

/** The regions that every account has, by partition (AWS Regions and Availability Zones, 2026). */
const regular: Readonly<Record<string, readonly string[]>> = {
  aws: [
    ...['ap-south-1', 'eu-north-1', 'eu-west-3', 'eu-west-2', 'eu-west-1', 'ap-northeast-3'],
    ...['ap-northeast-2', 'ap-northeast-1', 'ca-central-1', 'sa-east-1', 'ap-southeast-1'],
    ...['ap-southeast-2', 'eu-central-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/** The regions to which an account opts in. */
const optIn: Readonly<Record<string, readonly string[]>> = {
  aws: [
    ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4'],
    ...['ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1'],
    ...['eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1'],
  ],
};

/** The regions of a partition. */
export function regionsOf(partition: string): RegionInfo[] {
  return [
    ...(regular[partition] ?? []).map((name) => ({ name, isOptIn: false })),
    ...(optIn[partition] ?? []).map((name) => ({ name, isOptIn: true })),
  ];
}
