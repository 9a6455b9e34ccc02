import type { PlatformType } from '../../../lambdas/shared/domain/fleet/instance.ts';

/** A node that the user means. */
export interface RunNode {
  readonly instanceId: string;
  /** Its tag `Name`, by which people know it; empty when it has none. */
  readonly name: string;
  /** Undefined when Systems Manager does not know the node. */
  readonly platform: PlatformType | undefined;
  /** Why it cannot get a command now; undefined for a node that answers. */
  readonly obstacle: string | undefined;
}

/** A node that can get a command. */
export type ReachableNode = RunNode & { readonly platform: PlatformType };

/** True for a node that answers. */
export function isReachable(node: RunNode): node is ReachableNode {
  return node.obstacle === undefined && node.platform !== undefined;
}
