import type { Outcome } from './outcome.ts';
import type { RunNode } from './run-node.ts';

/** What a node printed. */
export interface NodeOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** True when Systems Manager has cut some of it off. */
  readonly isCut: boolean;
}

/** How it ended for a node. */
export interface NodeResult extends NodeOutput {
  readonly node: RunNode;
  readonly outcome: Outcome;
  /** Why, where it did not succeed: a state of Systems Manager, or a sentence. Else it is empty. */
  readonly detail: string;
  /** The exit code of the step that failed, or of the last one; undefined when none ended. */
  readonly exitCode: number | undefined;
  /** Undefined when nothing was sent to the node. */
  readonly commandId: string | undefined;
}

/** A node that got nothing, and why. */
export function withoutCommand(node: RunNode, outcome: Outcome, detail: string): NodeResult {
  const output = { stdout: '', stderr: '', isCut: false };
  return { node, outcome, detail, exitCode: undefined, commandId: undefined, ...output };
}
