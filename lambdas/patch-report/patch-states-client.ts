import { type InstancePatchState, paginateDescribeInstancePatchStates, SSMClient } from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { chunk } from '../shared/domain/commands/order.ts';
import { limits } from '../shared/domain/limits.ts';
import type { PatchState } from './patch-state.ts';

/** What Patch Manager knows of instances. */
export interface PatchStates {
  /**
   * The last state of each instance among `instanceIds`, by id. If an instance is absent, it was never
   * scanned.
   */
  describe(instanceIds: readonly string[]): Promise<Map<string, PatchState>>;
}

/** Asks Systems Manager about 50 instances at once. */
export function createPatchStates(client = connect(SSMClient)): PatchStates {
  const describeSome = async (instanceIds: string[]): Promise<PatchState[]> => {
    const config = { client, pageSize: limits.patchStatesPerPageMax };
    const pages = paginateDescribeInstancePatchStates(config, { InstanceIds: instanceIds });
    const found = await readPages(pages, ({ InstancePatchStates }) => InstancePatchStates);
    return found.flatMap(readState);
  };
  return {
    async describe(instanceIds) {
      const slices = chunk(instanceIds, limits.instancesPerPatchQueryMax);
      const found = await mapConcurrently(slices, callsAtOnce, describeSome);
      return new Map(found.flat().map((state) => [state.instanceId, state]));
    },
  };
}

function readState(state: InstancePatchState): PatchState[] {
  if (state.InstanceId === undefined || state.OperationEndTime === undefined) return [];
  return [
    {
      instanceId: state.InstanceId,
      patchGroup: state.PatchGroup ?? '',
      baselineId: state.BaselineId ?? '',
      operation: state.Operation ?? '',
      endedAtMs: state.OperationEndTime.getTime(),
      counts: {
        installed: state.InstalledCount ?? 0,
        missing: state.MissingCount ?? 0,
        failed: state.FailedCount ?? 0,
        pendingReboot: state.InstalledPendingRebootCount ?? 0,
        rejected: state.InstalledRejectedCount ?? 0,
        critical: state.CriticalNonCompliantCount ?? 0,
        security: state.SecurityNonCompliantCount ?? 0,
        other: state.OtherNonCompliantCount ?? 0,
        availableSecurity: state.AvailableSecurityUpdateCount ?? 0,
      },
    },
  ];
}
