/** What has happened to a resource of a stack, or to the stack itself. */
export interface ResourceEvent {
  /** A stack has its name here. */
  readonly logicalId: string;
  /** Empty until the resource exists. A stack has its ARN here. */
  readonly physicalId: string;
  readonly type: string;
  /** `CREATE_COMPLETE`, `UPDATE_FAILED` ... */
  readonly status: string;
  readonly reason: string | undefined;
}

/** An event of a stack, and when it was, in virtual epoch milliseconds. */
export interface StackEvent extends ResourceEvent {
  readonly atMs: number;
}

/** An output of a stack. */
export interface StackOutput {
  readonly name: string;
  readonly value: unknown;
  readonly description?: string;
  readonly exportName?: string;
}

/** A stack as the engine of deployments keeps it. Times are virtual epoch milliseconds. */
export interface StackRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly createdMs: number;
  readonly updatedMs: number | undefined;
  readonly declaredOutputs: readonly StackOutput[];
  readonly source: { readonly template: unknown; readonly terminationProtection?: boolean };
  /** By logical id, in the order of creation. */
  readonly resources: ReadonlyMap<string, { readonly ref: string }>;
}

/** The port to the engine of deployments, which makes the stacks. */
export interface StackSource {
  /** The existing stacks, in the order of creation. */
  readonly all: readonly StackRecord[];
  /** The deleted ones as they ended, oldest first. */
  readonly deleted: readonly StackRecord[];
  /** The events of a stack, oldest first. */
  eventsOf(stackId: string): readonly StackEvent[];
}
