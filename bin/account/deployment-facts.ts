import { isObject } from '../../lambdas/shared/domain/is-object.ts';
import type { DeploymentFacts } from '../../lambdas/shared/runtime/contract.ts';

/** The facts of a deployment from their parameter; undefined when it is missing, or of a form that this version does not know. */
export function readDeploymentFacts(text: string | undefined): DeploymentFacts | undefined {
  const value = text === undefined ? undefined : parse(text);
  if (!isObject(value)) return undefined;
  const { launchSeconds, recheckSeconds, sweepSeconds, missingAfterSeconds } = value;
  const { horizonSeconds, logGroups, queueLogGroups } = value;
  if (!isNumber(launchSeconds) || !isNumber(recheckSeconds) || !isNumber(sweepSeconds)) return undefined;
  if (!isNumber(missingAfterSeconds) || !isNumber(horizonSeconds)) return undefined;
  if (!Array.isArray(logGroups) || !logGroups.every((one) => typeof one === 'string')) return undefined;
  return {
    ...{ launchSeconds, recheckSeconds, sweepSeconds, missingAfterSeconds },
    ...{ horizonSeconds, logGroups },
    ...readQueueLogGroups(queueLogGroups),
    ...readRolloutDocuments(value['rolloutDocuments']),
    ...(typeof value['verifyEvery'] === 'string' ? { verifyEvery: value['verifyEvery'] } : {}),
  };
}

function readQueueLogGroups(value: unknown): Pick<DeploymentFacts, 'queueLogGroups'> {
  if (!isObject(value)) return {};
  const { launches, outcomes } = value;
  return typeof launches === 'string' && typeof outcomes === 'string'
    ? { queueLogGroups: { launches, outcomes } }
    : {};
}

function readRolloutDocuments(value: unknown): Pick<DeploymentFacts, 'rolloutDocuments'> {
  const isWhole = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isWhole ? { rolloutDocuments: value } : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
