/** What CloudFormation tells about a resource of a stack. Times are virtual epoch milliseconds. */
export interface ResourceRecord {
  readonly logicalId: string;
  /** Empty until the resource exists. */
  readonly physicalId: string;
  readonly type: string;
  /** `CREATE_COMPLETE`, `UPDATE_FAILED` ... */
  readonly status: string;
  readonly reason?: string;
  readonly atMs: number;
}

/** An output of a stack. */
export interface OutputRecord {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** What CloudFormation tells about a stack. */
export interface StackRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly template: unknown;
  readonly createdMs: number;
  readonly updatedMs?: number;
  readonly deletedMs?: number;
  readonly status: string;
  readonly reason?: string;
  readonly outputs: readonly OutputRecord[];
}

/** An event of a stack. Those of the stack itself have its name as logical id, and its ARN as physical id. */
export interface StackEventRecord extends ResourceRecord {
  readonly eventId: string;
}
