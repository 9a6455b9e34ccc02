import type { AutomationExecution, Instance, LocalCloud } from 'local-cloud';
import { readJson, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';
import { kindsAt } from '../faults/fault-kinds.ts';
import { protectedRole } from '../remediation/needy-fleet.ts';
import { recordOf } from '../run/declared-resources.ts';
import type { DeployedParts } from '../run/deployed-parts.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';

/**
 * Mended: an instance that only lacks an instance profile, or the policy of its role, is managed at the end, when a rule
 * that acts by itself finds such instances. AWS Config gives up after some attempts: when faults struck runbooks, when the
 * role is protected, or when the instance itself did not stay as it was.
 */
export function checkMended(evidence: Evidence): readonly Breach[] {
  const { launched, cloud, remediation } = evidence;
  if (remediation === undefined) return [];
  const { nowMs } = cloud.timeline;
  const automatic = new Set(remediation.automatic.map(({ runbook }) => runbook));
  const givenUp = new Set(remediation.automatic.flatMap(({ rule }) => exceptionsOf(cloud, rule)));
  const isCalm = runbookFaults.every((kind) => (evidence.faults[kind]?.injected ?? 0) === 0);
  return launched.flatMap(({ instance }): Breach[] => {
    const runbook = remedyOf(instance);
    if (instance.state !== 'running' || runbook === undefined || !automatic.has(runbook)) return [];
    if (instance.agent.registeredAtMs <= nowMs) return [];
    const isHopeless = hasFate(instance) || hasProtectedRole(instance);
    if (givenUp.has(instance.id) && (isHopeless || !isCalm)) return [];
    const what = givenUp.has(instance.id) ? 'AWS Config has given it up' : 'no rule has mended it';
    return [{ instanceId: instance.id, what: `lacks what ${runbook} gives, and ${what}` }];
  });
}

/** The faults that may end an attempt of a runbook. */
const runbookFaults = [
  ...kindsAt('step'),
  ...kindsAt('execution'),
  ...kindsAt('call'),
  ...kindsAt('stretch'),
];

/** True for an instance that stops, or whose agent falls silent or is busy, by its plan. */
function hasFate({ spec: { lifecycle = {}, script } }: Instance): boolean {
  const { stoppedAfterSeconds, agentSilentAfterSeconds, agentBusyForSeconds } = lifecycle;
  const isStruck = [stoppedAfterSeconds, agentSilentAfterSeconds, agentBusyForSeconds].some(
    (at) => at !== undefined,
  );
  return isStruck || script.ending === 'vanishes';
}

function hasProtectedRole({ instanceProfileArn = '' }: Instance): boolean {
  return instanceProfileArn.endsWith(`/${protectedRole}`);
}

/** The runbook that gives an instance what it was launched without. */
function remedyOf({ spec: { registration } }: Instance): string | undefined {
  if (registration.kind !== 'never') return undefined;
  if (registration.cause === 'no-instance-profile') return 'AttachInstanceProfile';
  return registration.cause === 'no-permission' ? 'GrantInstanceAccess' : undefined;
}

function exceptionsOf(cloud: LocalCloud, rule: string): readonly string[] {
  return [...(cloud.config.remediations.find(rule)?.exceptions.values() ?? [])].map(
    ({ resource }) => resource.id,
  );
}

const dayMs = 86_400_000;
/** An act that is counted in the last seconds of a day may take effect in the next. */
const slackMs = 5 * 60_000;

/** NoLoop: triggers start a runbook for one instance at most so many times a day as they may together. */
export function checkNoLoop({ cloud, application, remediation }: Evidence): readonly Breach[] {
  if (remediation === undefined) return [];
  const counts = new Map<string, number>();
  for (const execution of cloud.ssm.executions) {
    const { executedBy, startedMs, document } = execution.request;
    if (!isTrigger(executedBy, application) || startedMs % dayMs < slackMs) continue;
    const key = [document.documentName, instanceOf(execution), Math.floor(startedMs / dayMs)].join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const maxOf = startsPerDayMax(application);
  return [...counts].flatMap(([key, count]): Breach[] => {
    const [runbook = '', instanceId = ''] = key.split(' ');
    const max = maxOf.get(runbook) ?? 0;
    return count <= max
      ? []
      : [{ instanceId, what: `triggers started ${runbook} ${count} times in a day; promised is ${max}` }];
  });
}

function isTrigger(executedBy: string, { functions }: DeployedParts): boolean {
  const roles = functions.filter(({ purpose }) => purpose === 'trigger').map(({ roleArn }) => roleArn);
  return roles.some((roleArn) => executedBy.includes(`/${roleArn.split('/').at(-1)}/`));
}

/** How often the triggers together may start each runbook for one instance. */
function startsPerDayMax({ functions }: DeployedParts): ReadonlyMap<string, number> {
  const acting = functions.find(({ purpose }) => purpose === 'trigger');
  const triggers = recordOf(readJson(acting?.variables[variableOf('triggers')] ?? '{}'));
  const maxOf = new Map<string, number>();
  for (const trigger of Object.values(triggers).map(recordOf)) {
    const runbook = String(recordOf(trigger['runbook'])['name']);
    maxOf.set(runbook, (maxOf.get(runbook) ?? 0) + Number(trigger['perNodeDayMax']));
  }
  return maxOf;
}

function instanceOf({ request }: AutomationExecution): string {
  return request.parameters.shown['InstanceId']?.[0] ?? '';
}
