import { GetPatchBaselineCommand, SSMClient } from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import type { AvailableUpdatesCountAs } from './patch-state.ts';

/** The patch baselines of the account, and those of AWS. */
export interface PatchBaselines {
  /**
   * What each baseline says of available security updates, by id. A baseline that was deleted since its scan is absent. So is
   * an id that Systems Manager does not take: a node says with what it was scanned, and one node must not stop the report.
   */
  describe(baselineIds: readonly string[]): Promise<Map<string, AvailableUpdatesCountAs>>;
}

/** The errors for an id behind which there is no baseline (API reference, GetPatchBaseline). */
const unknownBaseline = ['DoesNotExistException', 'InvalidResourceId', 'ValidationException'];

/** Asks Systems Manager once for each baseline. An id of one of AWS's baselines is an ARN. */
export function createPatchBaselines(client = connect(SSMClient)): PatchBaselines {
  const describeOne = async (baselineId: string): Promise<[string, AvailableUpdatesCountAs][]> => {
    const command = new GetPatchBaselineCommand({ BaselineId: baselineId });
    const found = await unless(unknownBaseline, () => client.send(command));
    if (found === undefined) return [];
    return [[baselineId, found.AvailableSecurityUpdatesComplianceStatus ?? 'COMPLIANT']];
  };
  return {
    async describe(baselineIds) {
      return new Map((await mapConcurrently([...baselineIds], callsAtOnce, describeOne)).flat());
    },
  };
}
