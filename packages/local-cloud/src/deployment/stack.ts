import type { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import type { Properties } from './resource.ts';
import type { CreatedResource, TemplateOutput } from './template.ts';

/** A resource of a stack: its `Ref` and attributes, its type and its properties. */
export interface StackResource extends CreatedResource {
  readonly type: string;
  readonly properties: Properties;
  /** Whether its latest change has failed. */
  readonly hasFailed: boolean;
  /** The name that CloudFormation made for it. The template may have set another. */
  readonly name: string;
  /** The resources that it refers to, which must outlive it. */
  readonly dependencies: readonly string[];
  /** `Delete`, `Retain` or `RetainExceptOnCreate`. The second policy is for a resource that an update has replaced. */
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

/** A resource and its logical id. */
export type NamedResource = readonly [logicalId: string, resource: StackResource];

/** The status of a stack, as CloudFormation names it. */
export type StackStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

/** A deployed stack: its outputs, and its resources by logical id. */
export interface DeployedStack {
  /** The id that `cdk deploy` takes. */
  readonly id: string;
  readonly stackName: string;
  /** The ARN of the stack. A stack that is created again gets another one. */
  readonly stackId: string;
  readonly status: StackStatus;
  /** Why it has this status, if an operation has failed. */
  readonly reason: string | undefined;
  /** Epoch milliseconds of virtual time. */
  readonly createdMs: number;
  readonly updatedMs: number | undefined;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The outputs with their descriptions and the names of their exports. */
  readonly declaredOutputs: readonly TemplateOutput[];
  /** The names under which other stacks may import outputs. */
  readonly exportNames: readonly string[];
  /** The exports of other stacks that it uses. */
  readonly imports: readonly string[];
  readonly resources: ReadonlyMap<string, StackResource>;
  /** What a failed roll-back has still to do: resources that take their place again, and those that are to go. */
  readonly unfinished?: {
    readonly replaced: readonly NamedResource[];
    readonly surplus: readonly NamedResource[];
  };
  /** The source and the options of its deployment. Updates and the deletion use the same options. */
  readonly source: AssemblyStack;
  readonly options: DeployOptions;
}

/** A stack to change: its source, its options, its identity, and what it has so far. */
export interface ChangedStack
  extends Pick<DeployedStack, 'source' | 'options' | 'stackId' | 'createdMs' | 'updatedMs' | 'exportNames'> {
  readonly resources: ReadonlyMap<string, StackResource>;
  /** For a roll-back: the resources that the failed change has replaced, and that take their place again. */
  readonly replaced?: readonly NamedResource[];
  /** For the rest of a roll-back: resources that it has to remove at its end. */
  readonly surplus?: readonly NamedResource[];
  /** For the rest of a roll-back: the resources that it leaves as they are. */
  readonly skipped?: readonly string[];
}

/** The options of a deployment. */
export interface DeployOptions {
  /** The exports of other stacks. The exports of this stack are added. @default those of the account and region */
  readonly exports?: Map<string, unknown>;
  /** Changes resolved properties before a resource is created. For shorter waits in real time; not for proofs. */
  readonly adjust?: (type: string, properties: Properties) => Properties;
  /** Resource types that are not simulated. Their resources have only names and attributes. */
  readonly declaredOnly?: readonly string[];
}

/** A resource that has left the stack, or was to leave it, and exists. */
export interface LeftResource {
  readonly logicalId: string;
  readonly type: string;
  readonly ref: string;
  /** True if its policy keeps it. Otherwise its deletion has failed. */
  readonly isRetained: boolean;
  /** Why its deletion has failed. */
  readonly reason: string | undefined;
}

/** The outcome of an operation on a stack, with the status of CloudFormation. */
export interface StackOutcome {
  readonly status: StackStatus;
  /** The first failure. It has caused the roll-back, or it kept the stack from being deleted. */
  readonly failure?: ServiceError;
  /** The resources that the operation left in the account: retained ones, and those that cannot be deleted. */
  readonly left: readonly LeftResource[];
  /** The current stack. */
  readonly stack: DeployedStack;
}

/** Why resources are removed. A roll-back removes those that the operation itself has created. */
export interface Removal {
  readonly isRollback: boolean;
  /** The resources to keep, whatever their policies say. */
  readonly retained?: readonly string[];
}
