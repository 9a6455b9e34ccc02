import { basename } from 'node:path';
import { faultNames } from '../faults/fault-kinds.ts';
import { isAsDeployed } from '../run/simulation-bytes.ts';
import { agentsMaxOf } from './bounds.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';
import { frugalCallsMax, frugalCallsToCommandMax, frugalLaunchesMin } from './simulation-promises.ts';

/**
 * Frugal: what a launch costs, up to its command and over its whole life, for each agent that it may get. Judged without
 * faults, in a burst.
 */
export function checkCosts(evidence: Evidence): readonly Breach[] {
  const { launched, faults, rollout } = evidence;
  const isStruck = faultNames.some((kind) => faults[kind] !== undefined);
  if (isStruck || rollout !== undefined || launched.length < frugalLaunchesMin) return [];
  return [...costsToCommand(evidence), ...costsOfLife(evidence)];
}

function costsToCommand(evidence: Evidence): readonly Breach[] {
  const { systemsManager, application, launched, watch, times } = evidence;
  const commanded = launched.filter(({ instance }) => watch.firstSentMs(instance.id) !== undefined).length;
  const share = systemsManager.toCommand(application.functions) / commanded / agentsMaxOf(times);
  if (share <= frugalCallsToCommandMax) return [];
  const what = `${share.toFixed(3)} calls of ssm an instance and agent up to its command; promised is ${frugalCallsToCommandMax}`;
  return [{ what }];
}

function costsOfLife({ cloud, launched, times }: Evidence): readonly Breach[] {
  return Object.entries(frugalCallsMax).flatMap(([service, max]): Breach[] => {
    const calls = Object.entries(cloud.observations.calls)
      .filter(([name]) => name.startsWith(`${service}:`))
      .reduce((sum, [, count]) => sum + count, 0);
    const share = calls / launched.length / agentsMaxOf(times);
    return share <= max
      ? []
      : [{ what: `${share.toFixed(3)} calls of ${service} a launch and agent; promised is ${max}` }];
  });
}

/**
 * LeastPrivilege: IAM denied no call. Unused permissions are checked over a whole set of runs. An inverse may be overtaken
 * by another run of it: then it has no right to the role any more, and learns that by a denial.
 */
export function checkPermissions({ cloud }: Evidence): readonly Breach[] {
  const { deniedCalls, refusals } = cloud.observations;
  const overtaken = refusals['iam:DetachRolePolicy AccessDenied'] ?? 0;
  if (deniedCalls === overtaken) return [];
  return [{ what: `IAM denied ${deniedCalls} calls: ${JSON.stringify(refusals)}` }];
}

/** DeployedBytes: every bundle matches its asset hash. */
export function checkDeployedBytes({ application }: Evidence): readonly Breach[] {
  return application.functions
    .filter(({ folder }) => !isAsDeployed(folder))
    .map(({ functionName, folder }) => ({
      what: `the bundle of ${functionName} is not what ${basename(folder)} says`,
    }));
}
