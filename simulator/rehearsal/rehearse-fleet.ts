import { type InstanceSpec, Random } from 'local-cloud';
import { sourceOf } from '../fleet/fleet-source.ts';
import type { LocalApplication } from '../run/deploy-application.ts';
import { findParts } from '../run/deployed-parts.ts';
import { countInstances, type InstanceReport, platformOf, type Report } from '../run/run-report.ts';
import { type Progress, runWorkload } from '../run/run-workload.ts';
import { findDefaultHost, shownCause } from './causes/shown-cause.ts';
import type { ShownReasonCode } from './causes/shown-reasons.ts';
import type { ListedInstance } from './input/fleet-list.ts';
import { kindOf, readTagUse } from './plan/kinds.ts';
import { type RealPlan, RealSpecs } from './plan/real-specs.ts';
import { callRoll } from './plan/roll-call.ts';
import type { RehearsalInput } from './rehearsal-input.ts';
import { type Installers, readInstallers } from './systems/installers.ts';

/** The account of a rehearsal. */
export interface RehearsalReport extends Report {
  /**
   * How many instances were run. Where it is fewer than all, one of each kind was, and the calls are those for them.
   */
  readonly ran: number;
  readonly notes: readonly string[];
}

/** How a rehearsal runs. */
export interface RehearsalOptions {
  readonly seed: number;
  /** From how many instances on only one of each kind is run. @default 1000 */
  readonly eachMax?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** A running instance of the files, its plan, and the instance that is run for it. */
interface Rehearsed extends RealPlan {
  readonly listed: ListedInstance;
  readonly source: string;
  readonly runId: string;
}

/** Up to this size a fleet is run as it is: it takes some seconds. */
const EACH_MAX = 1000;

/**
 * Launches a fleet of the files in an application. Instances are launched as the files describe them; the report says
 * what becomes of each, and of those that never register what the files show of the cause.
 */
export async function rehearseFleet(
  application: LocalApplication,
  input: RehearsalInput,
  { seed, eachMax = EACH_MAX, onProgress }: RehearsalOptions,
): Promise<RehearsalReport> {
  const installers = readInstallers(application.stacks.map(({ source }) => source));
  const fleet = planFleet(application, input, { seed, eachMax, installers });
  const run = fleet.filter(({ runId, spec }) => runId === spec.id);
  const report = await runWorkload(application, callRoll(run, seed), onProgress);
  const outcomes = new Map(report.instances.map((instance) => [instance.instanceId, instance]));
  const instances = fleet.map((each) => describe(each, outcomes.get(each.runId), { input, installers }));
  return {
    ...report,
    ...countInstances(instances, report.accounted && report.launched === run.length),
    instances,
    ran: run.length,
    notes: [...input.notes, ...defaultHostNotes(fleet, instances, input)],
  };
}

/** The plans of all instances, sorted by source. */
function planFleet(
  { cloud, stacks }: LocalApplication,
  { running, managed }: RehearsalInput,
  { seed, eachMax, installers }: { seed: number; eachMax: number; installers: Installers },
): Rehearsed[] {
  const { answerOn } = installers;
  const tagUse = readTagUse(findParts(cloud, stacks).functions);
  const specs = new RealSpecs({
    place: cloud,
    answerOn,
    registrations:
      managed === undefined
        ? { kind: 'simulated', random: Random.stream(seed, 'real-fleet/registration') }
        : { kind: 'listed', byId: managed },
  });
  const firstOfKind = new Map<string, string>();
  const runIdOf = (spec: InstanceSpec, id: string): string => {
    if (running.length <= eachMax) return id;
    const kind = kindOf(spec, tagUse);
    const first = firstOfKind.get(kind) ?? id;
    firstOfKind.set(kind, first);
    return first;
  };
  const fleet = running.map((listed): Rehearsed => {
    const plan = specs.plan(listed.instance);
    const runId = runIdOf(plan.spec, listed.instance.InstanceId);
    return {
      ...plan,
      listed,
      source: sourceOf(plan.spec.tags, listed.instance.InstanceLifecycle === 'spot'),
      runId,
    };
  });
  return fleet.sort((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0));
}

/** The outcome of an instance: that of the one that was run for it, with the cause that the files show. */
function describe(
  { listed, spec, source, answer, runId }: Rehearsed,
  outcome: InstanceReport | undefined,
  { input: { evidence }, installers }: { input: RehearsalInput; installers: Installers },
): InstanceReport {
  const instanceId = listed.instance.InstanceId;
  const isOwn = runId === instanceId;
  const own: InstanceReport = {
    instanceId,
    source,
    platform: platformOf(spec),
    status: outcome?.status,
    reason: outcome?.reason,
    causeDetail: outcome?.causeDetail,
    causeCertainty: outcome?.causeCertainty,
    notLookedAt: outcome?.notLookedAt,
    agents: outcome?.agents,
    document: outcome?.document,
    commandId: isOwn ? outcome?.commandId : undefined,
    secondsToCommand: isOwn ? outcome?.secondsToCommand : undefined,
  };
  if (own.status === 'unmanaged' && spec.registration.kind === 'never') {
    const { code, detail, certainty, notLookedAt } = shownCause(listed, evidence);
    return { ...own, reason: code, causeDetail: detail, causeCertainty: certainty, notLookedAt };
  }
  const isOurs = installers.documents.has(own.document ?? '');
  const isMadeUp = answer === 'not-known' ? own.status === 'onboarded' : answer === 'refuses' && !isOurs;
  return isMadeUp && own.document !== undefined ? withoutEnd(own) : own;
}

/** Whether Default Host Management is on, mostly no file shows. It would mend what has no instance profile. */
function defaultHostNotes(
  fleet: readonly Rehearsed[],
  instances: readonly InstanceReport[],
  { evidence }: RehearsalInput,
): string[] {
  const isUnknown = (each: Rehearsed | undefined) =>
    each !== undefined && findDefaultHost(each.listed, evidence) === undefined;
  const isAssumed = instances.some(
    ({ reason }, index) => reason === 'NoInstanceProfile' && isUnknown(fleet[index]),
  );
  return isAssumed
    ? [
        'NoInstanceProfile assumes that Default Host Management is off, which the files do not show; --roles takes the output of: aws ssm get-service-setting --setting-id /ssm/managed-instance/default-ec2-instance-management-role',
      ]
    : [];
}

const notShown: ShownReasonCode = 'EndNotShown';

/** A command was sent, and nobody knows how it ends. */
function withoutEnd({ agents, ...own }: InstanceReport): InstanceReport {
  return {
    ...own,
    status: 'commanded',
    reason: notShown,
    agents: agents?.map(({ agent }) => ({ agent, status: 'waiting', reason: notShown })),
  };
}
