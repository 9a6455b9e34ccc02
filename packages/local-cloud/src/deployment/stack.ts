import type { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import type { Properties } from './resource.ts';
import type { CreatedResource } from './template.ts';

/** A resource of a stack: what it answers to references, and what it is made of. */
export interface StackResource extends CreatedResource {
  readonly type: string;
  readonly properties: Properties;
  /** The resources that it refers to, which must outlive it. */
  readonly dependencies: readonly string[];
  /** `Delete`, `Retain` or `RetainExceptOnCreate`: when the resource, or one that replaced it, is taken away. */
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

/** A stack that stands: its outputs, and its resources by logical id. */
export interface DeployedStack {
  /** The id that `cdk deploy` takes. */
  readonly id: string;
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The names under which other stacks may import them. */
  readonly exportNames: readonly string[];
  readonly resources: ReadonlyMap<string, StackResource>;
  /** What it was deployed from, and how; updates and the deletion go on in the same way. */
  readonly source: AssemblyStack;
  readonly options: DeployOptions;
}

/** How a deployment differs from the plain one. */
export interface DeployOptions {
  /** What other stacks have exported; this stack's exports are added. */
  readonly exports?: Map<string, unknown>;
  /** Changes resolved properties before a resource is built. For waiting less in real time; not for proofs. */
  readonly adjust?: (type: string, properties: Properties) => Properties;
  /** Resource types that need not be simulated: they have names and attributes, and nothing behind them. */
  readonly declaredOnly?: readonly string[];
}

/** How an operation on a stack ended, in the words of CloudFormation. */
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
  /** The first resource that failed, and why: what rolled the stack back. */
  readonly failure?: ServiceError;
  /** The stack as it is now. */
  readonly stack: DeployedStack;
}
