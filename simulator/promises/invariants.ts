import type { Breach, Finding } from './finding.ts';
import { checkCosts, checkDeployedBytes, checkPermissions } from './invariants-of-application.ts';
import { checkDriftTold } from './invariants-of-drifts.ts';
import { checkNothingUnseen } from './invariants-of-failures.ts';
import { checkGated } from './invariants-of-gates.ts';
import { checkAccounted, checkLateNotLost, checkNeverStuck } from './invariants-of-instances.ts';
import { checkTold } from './invariants-of-notices.ts';
import { checkMended, checkNoLoop } from './invariants-of-remediation.ts';
import { checkContained, checkLaunchesFirst, checkResumable } from './invariants-of-rollouts.ts';
import { checkFollowsTags } from './invariants-of-tags.ts';
import type { Evidence } from './simulation-evidence.ts';
import { type CheckedPromise, checkedPromises } from './simulation-promises.ts';

type Invariant = (evidence: Evidence) => readonly Breach[];

const invariants: Readonly<Record<CheckedPromise, Invariant>> = {
  Accounted: checkAccounted,
  NotTwice: checkNotTwice,
  NeverStuck: checkNeverStuck,
  LateNotLost: checkLateNotLost,
  FollowsTags: checkFollowsTags,
  Frugal: checkCosts,
  NothingUnseen: checkNothingUnseen,
  LeastPrivilege: checkPermissions,
  DeployedBytes: checkDeployedBytes,
  Contained: checkContained,
  Resumable: checkResumable,
  LaunchesFirst: checkLaunchesFirst,
  Mended: checkMended,
  NoLoop: checkNoLoop,
  Gated: checkGated,
  Told: checkTold,
  DriftTold: checkDriftTold,
};

/**
 * Checks promises after a run has converged, by default every one. The findings are in the order of the promises.
 */
export function checkPromises(
  evidence: Evidence,
  promises: readonly CheckedPromise[] = checkedPromises,
): readonly Finding[] {
  return promises.flatMap((promise) =>
    invariants[promise](evidence).map((breach) => ({ promise, ...breach })),
  );
}

/**
 * NotTwice: one command for each instance and document version, unless the earlier one ended without success.
 * `SimulationWatch` (run/simulation-watch.ts) judges each command when it is sent. Here the result is read.
 */
function checkNotTwice({ watch, beginMs }: Evidence): readonly Breach[] {
  return watch.secondCommands.map(({ instanceId, document, commandId, earlierId, earlierDetails, atMs }) => ({
    instanceId,
    what: `was sent ${document} again (${commandId}) at ${Math.round((atMs - beginMs) / 1000)} s, while ${earlierId} was ${earlierDetails}`,
  }));
}
