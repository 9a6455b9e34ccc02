import type { LocalCloud } from '../cloud/cloud.ts';
import type { DeployedParts } from './deployed-parts.ts';
import type { DrawnFault, FaultKind } from './faults.ts';
import type { RosterRow } from './roster-table.ts';
import type { Launched } from './run.ts';
import type { SimulationWatch } from './simulation-watch.ts';
import type { SystemsManagerCalls } from './systems-manager-calls.ts';

/** What a run leaves behind, for the invariants to judge. */
export interface Evidence {
  readonly cloud: LocalCloud;
  readonly launched: readonly Launched[];
  readonly roster: readonly RosterRow[];
  readonly watch: SimulationWatch;
  readonly faults: Readonly<Partial<Record<FaultKind, DrawnFault>>>;
  readonly application: DeployedParts;
  readonly systemsManager: SystemsManagerCalls;
  /** When the launches began and when the faults ended, in virtual epoch milliseconds. */
  readonly beginMs: number;
  readonly faultsEndMs: number;
}
