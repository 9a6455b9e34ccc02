import type { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import type { Properties } from './resource.ts';
import type { CreatedResource } from './template.ts';

/** A resource of a stack: its `Ref` and attributes, its type and its properties. */
export interface StackResource extends CreatedResource {
  readonly type: string;
  readonly properties: Properties;
  /** The resources that it refers to, which must outlive it. */
  readonly dependencies: readonly string[];
  /** `Delete`, `Retain` or `RetainExceptOnCreate`. The second policy is for a resource that an update has replaced. */
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

/** A deployed stack: its outputs, and its resources by logical id. */
export interface DeployedStack {
  /** The id that `cdk deploy` takes. */
  readonly id: string;
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The names under which other stacks may import outputs. */
  readonly exportNames: readonly string[];
  readonly resources: ReadonlyMap<string, StackResource>;
  /** The source and the options of its deployment. Updates and the deletion use the same options. */
  readonly source: AssemblyStack;
  readonly options: DeployOptions;
}

/** The options of a deployment. */
export interface DeployOptions {
  /** The exports of other stacks. The exports of this stack are added. */
  readonly exports?: Map<string, unknown>;
  /** Changes resolved properties before a resource is created. For shorter waits in real time; not for proofs. */
  readonly adjust?: (type: string, properties: Properties) => Properties;
  /** Resource types that are not simulated. Their resources have only names and attributes. */
  readonly declaredOnly?: readonly string[];
}

/** The outcome of an operation on a stack, with the status of CloudFormation. */
export interface StackOutcome {
  readonly status:
    | 'CREATE_COMPLETE'
    | 'ROLLBACK_COMPLETE'
    | 'ROLLBACK_FAILED'
    | 'UPDATE_COMPLETE'
    | 'UPDATE_ROLLBACK_COMPLETE'
    | 'UPDATE_ROLLBACK_FAILED'
    | 'DELETE_COMPLETE'
    | 'DELETE_FAILED';
  /** The first failure, which caused the roll-back. */
  readonly failure?: ServiceError;
  /** The current stack. */
  readonly stack: DeployedStack;
}
