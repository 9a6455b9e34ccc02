import { keyOf, type ResourceKey } from '../resource-key.ts';
import type { RemediationConfiguration } from './remediation-configuration.ts';
import type { RemediationExecution } from './remediation-execution.ts';
import { newWave, type RemediationWave } from './remediation-wave.ts';

/** A resource that is not remediated automatically any more. */
export interface RemediationException {
  readonly resource: ResourceKey;
  readonly message: string;
}

/** The remediation of one rule: its configuration, what it has done, and what it may do no more. */
export interface RuleRemediation {
  configuration: RemediationConfiguration;
  /** The latest executions, by resource. */
  readonly executions: Map<string, RemediationExecution>;
  readonly exceptions: Map<string, RemediationException>;
  /** When automatic attempts have begun, by resource. */
  readonly attemptsMs: Map<string, readonly number[]>;
  wave: RemediationWave;
}

/** A remediation that has done nothing yet. */
export function newRemediation(configuration: RemediationConfiguration): RuleRemediation {
  const nothing = { executions: new Map(), exceptions: new Map(), attemptsMs: new Map() };
  return { configuration, ...nothing, wave: newWave() };
}

/** Whether a resource is being remediated, or waits for it. */
export function isUnderWay({ executions }: RuleRemediation, resource: ResourceKey): boolean {
  const state = executions.get(keyOf(resource))?.state;
  return state === 'QUEUED' || state === 'IN_PROGRESS';
}

/** Whether any resource of a rule is being remediated. */
export function isBusy({ executions }: RuleRemediation): boolean {
  return [...executions.values()].some(({ state }) => state === 'QUEUED' || state === 'IN_PROGRESS');
}

/** Whether the attempts of a resource within the window of the configuration have reached their greatest number. */
export function isExhausted(
  { configuration, attemptsMs }: RuleRemediation,
  resource: ResourceKey,
  nowMs: number,
): boolean {
  const sinceMs = nowMs - configuration.retrySeconds * 1000;
  const recent = (attemptsMs.get(keyOf(resource)) ?? []).filter((atMs) => atMs > sinceMs);
  return recent.length >= configuration.attemptsMax;
}
