import type { LocalCloud } from 'local-cloud';
import type { DeployedParts } from '../run/deployed-parts.ts';
import type { Faults } from './faults.ts';
import { faultsOfCalls } from './faults-of-calls.ts';
import { faultsOfEvents, faultsOfSchedules } from './faults-of-events.ts';
import { isOut, type Outage } from './faults-of-outages.ts';
import { faultsOfQueues } from './faults-of-queues.ts';
import { faultsOfRunbooks } from './faults-of-runbooks.ts';

/** What faults strike. */
interface Struck {
  readonly application: DeployedParts;
  readonly outage: Outage | undefined;
  readonly hasRunbooks: boolean;
}

/** Has the faults of a run strike the account, besides those that are in its fleet. */
export function setFaults(
  cloud: LocalCloud,
  faults: Faults,
  { application: { functions }, outage, hasRunbooks }: Struck,
): void {
  const functionOfRole = new Map(functions.map(({ roleArn, arn }) => [roleArn, arn]));
  cloud.faults = {
    ...faultsOfEvents(faults),
    ...faultsOfSchedules(faults),
    ...faultsOfQueues(faults, () => outage !== undefined && isOut(outage, cloud.timeline.nowMs)),
    interfere: faultsOfCalls(cloud, faults, functionOfRole, outage),
    ...(hasRunbooks ? faultsOfRunbooks(cloud, faults) : {}),
  };
}
