import type { NodeResult } from './node-result.ts';
import type { Work } from './work.ts';

/** A run that has ended. */
export interface Run {
  readonly account: string;
  readonly region: string;
  readonly caller: string;
  readonly work: Work;
  readonly commandIds: readonly string[];
  readonly results: readonly NodeResult[];
}

/** The document that `--json` prints. What is not known of a node is left out. */
export function reportOfRun({ account, region, caller, work, commandIds, results }: Run): object {
  const { kind: _, ...what } = work;
  return {
    ...{ account, region, caller, ...what, commandIds },
    nodes: results.map(({ node, outcome, detail, exitCode, commandId, stdout, stderr, isCut }) => ({
      instanceId: node.instanceId,
      name: node.name,
      platform: node.platform,
      ...{ outcome, detail, exitCode, commandId, stdout, stderr, isCut },
    })),
  };
}
