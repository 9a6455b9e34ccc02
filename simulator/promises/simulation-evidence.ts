import type { LocalCloud } from 'local-cloud';
import type { SystemsManagerCalls } from '../bench/systems-manager-calls.ts';
import type { Drifted } from '../drifts/drifts.ts';
import type { FaultKind } from '../faults/fault-kinds.ts';
import type { DrawnFault } from '../faults/faults.ts';
import type { GateWatch } from '../gates/gate-watch.ts';
import type { RemediationFacts } from '../remediation/remediation-facts.ts';
import type { WatchedRollout } from '../rollouts/acts.ts';
import type { DeployedParts } from '../run/deployed-parts.ts';
import type { RosterRow } from '../run/roster-rows.ts';
import type { Launched } from '../run/run-workload.ts';
import type { SimulationWatch } from '../run/simulation-watch.ts';
import type { Bounds } from './bounds.ts';
import type { DeployedRules } from './deployed-rules.ts';
import type { DeployedTimes } from './deployed-times.ts';

/** The data of a run that the invariants check. */
export interface Evidence {
  readonly cloud: LocalCloud;
  readonly launched: readonly Launched[];
  /** The instances that ran before Muster was deployed. */
  readonly early: readonly Launched[];
  readonly roster: readonly RosterRow[];
  readonly watch: SimulationWatch;
  readonly faults: Readonly<Partial<Record<FaultKind, DrawnFault>>>;
  readonly application: DeployedParts;
  /** The deployed times, and the bounds that follow from them. */
  readonly times: DeployedTimes;
  readonly bounds: Bounds;
  readonly rules: DeployedRules;
  readonly systemsManager: SystemsManagerCalls;
  /** When the launches began and when the faults ended, in virtual epoch milliseconds. */
  readonly beginMs: number;
  readonly faultsEndMs: number;
  /** When the table of the roster went back to an earlier moment. */
  readonly restoredMs?: number;
  /** Who lost its agents, if what is onboarded is verified. */
  readonly drifts?: readonly Drifted[];
  /** The roll-out of the run, if it has one. */
  readonly rollout?: WatchedRollout;
  /** The waits of instances for gates, if there are any. */
  readonly gates?: Pick<GateWatch, 'ended'>;
  /** The rules and runbooks of the run, if they are deployed. */
  readonly remediation?: RemediationFacts;
}
