import type { NodeResult } from '../../../../bin/commands/run/node-result.ts';
import type { ReachableNode } from '../../../../bin/commands/run/run-node.ts';

/** A node that answers; `number` makes its id. */
export function aNode(number: number, changes: Partial<ReachableNode> = {}): ReachableNode {
  const instanceId = `i-${String(number).padStart(17, '0')}`;
  return { instanceId, name: `web-${number}`, platform: 'Linux', obstacle: undefined, ...changes };
}

/** A node on which it succeeded. */
export function aResult(changes: Partial<NodeResult> = {}): NodeResult {
  return {
    ...{ node: aNode(1), outcome: 'succeeded', detail: '', exitCode: 0, commandId: 'c' },
    ...{ stdout: '', stderr: '', isCut: false },
    ...changes,
  };
}
