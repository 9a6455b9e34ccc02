import { type AssemblyStack, type InstanceSpec, instanceLike, type LocalCloud, Random } from 'local-cloud';
import type { Act } from '../rollouts/acts.ts';
import { declaredIn } from '../run/declared-resources.ts';
import type { Launched } from '../run/run-workload.ts';
import { GateWatch } from './gate-watch.ts';

/** A group of the company that has a gate. */
export interface GatedGroup {
  readonly name: string;
  /** What becomes of an instance that is not onboarded. */
  readonly otherwise: 'CONTINUE' | 'ABANDON';
  /** Whether what it launches fails, and so is replaced again and again. */
  readonly isHopeless: boolean;
}

/** The groups that hooks of these stacks name. */
function namesIn(stacks: readonly AssemblyStack[]): readonly Omit<GatedGroup, 'isHopeless'>[] {
  return stacks.flatMap(declaredIn).flatMap(({ type, properties }) => {
    if (type !== 'AWS::AutoScaling::LifecycleHook') return [];
    const otherwise = properties['DefaultResult'] === 'ABANDON' ? 'ABANDON' : 'CONTINUE';
    return [{ name: String(properties['AutoScalingGroupName']), otherwise }];
  });
}

/** What a group launches, and how probable that is. None of them may be abandoned and replaced for ever, but the last. */
const launches: readonly (readonly [weight: number, changes: Partial<InstanceSpec>, isHopeless?: true])[] = [
  [5, {}],
  [2, { registration: { kind: 'late', delaySeconds: 500 } }],
  [1, { tags: { 'muster:exclude': 'true' } }],
  [1, { registration: { kind: 'late', delaySeconds: 4000 } }, true],
  [1, { registration: { kind: 'never', cause: 'no-network' } }, true],
];

/** Makes the groups that hooks of an assembly name. They must exist before it is deployed. */
export function declareGatedGroups(
  cloud: LocalCloud,
  stacks: readonly AssemblyStack[],
  seed: number,
): readonly GatedGroup[] {
  const random = Random.stream(seed, 'gated-groups');
  return namesIn(stacks).map(({ name, otherwise }, index) => {
    const drawn = launches.flatMap((launch) => Array.from({ length: launch[0] }, () => launch));
    const [, changes, isHopeless = false] = random.pick(drawn);
    const instanceProfileArn = cloud.iam.directory.arn('instance-profile/example-instance');
    const id = `lt-${String(index).padStart(17, '0')}`;
    const spec = instanceLike('amazonLinux2023', { instanceProfileArn, ...changes });
    cloud.autoScaling.templates.declare({ id, name: `gated-${index}`, spec });
    call(cloud, 'CreateAutoScalingGroup', {
      ...{ AutoScalingGroupName: name, MinSize: 0, MaxSize: 20, DesiredCapacity: 0 },
      ...{ AvailabilityZones: [`${cloud.region}a`], LaunchTemplate: { LaunchTemplateId: id } },
    });
    return { name, otherwise, isHopeless };
  });
}

/** What people do with gated groups: they scale them out, and give some a warm pool. Hopeless ones are deleted in the end. */
export function actsOfGatedGroups(
  groups: readonly GatedGroup[],
  { cloud, seed, beginMs, untilMs }: Stage,
): readonly Act[] {
  const random = Random.stream(seed, 'gated-acts');
  return groups.flatMap(({ name: AutoScalingGroupName, otherwise, isHopeless }): Act[] => {
    const sizes = [random.integer(1, 3), random.integer(3, 6)];
    const hasPool = random.chance(poolProbability);
    const poolMs = random.integer(beginMs, untilMs);
    const scaled = sizes.map((DesiredCapacity, place) => ({
      // The second is larger and later than the first: groups here cannot scale in.
      atMs: beginMs + Math.floor(((place + random.next()) / sizes.length) * (untilMs - beginMs)),
      act: () => call(cloud, 'SetDesiredCapacity', { AutoScalingGroupName, DesiredCapacity }),
    }));
    const warmed = {
      atMs: poolMs,
      act: () =>
        call(cloud, 'PutWarmPool', { AutoScalingGroupName, MinSize: 2, MaxGroupPreparedCapacity: 0 }),
    };
    const deleted = {
      atMs: untilMs,
      act: () => call(cloud, 'DeleteAutoScalingGroup', { AutoScalingGroupName, ForceDelete: true }),
    };
    const isDeleted = isHopeless && otherwise === 'ABANDON';
    return [...scaled, ...(hasPool && !isHopeless ? [warmed] : []), ...(isDeleted ? [deleted] : [])];
  });
}

const poolProbability = 0.3;

/** When people act. */
interface Stage {
  readonly cloud: LocalCloud;
  readonly seed: number;
  readonly beginMs: number;
  readonly untilMs: number;
}

/** What is watched in a run. */
interface Watched {
  readonly cloud: LocalCloud;
  readonly rosterTableName: string;
  readonly launched: Launched[];
}

/** Watches the waits of instances, and adds what groups launch to the instances of a run. Undefined without groups. */
export function watchGates(
  groups: readonly GatedGroup[],
  { cloud, rosterTableName, launched }: Watched,
): GateWatch | undefined {
  if (groups.length === 0) return undefined;
  collectLaunches(cloud, launched);
  return new GateWatch(cloud, rosterTableName);
}

function collectLaunches(cloud: LocalCloud, launched: Launched[]): void {
  const known = new Set<string>();
  const beginMs = cloud.timeline.nowMs;
  cloud.ec2.fleet.watch((instance) => {
    const group = instance.spec.tags['aws:autoscaling:groupName'];
    if (
      known.has(instance.id) ||
      cloud.autoScaling.groups.find(group ?? '')?.members.has(instance.id) !== true
    )
      return;
    known.add(instance.id);
    const { spec } = instance;
    const atSeconds = Math.round((cloud.timeline.nowMs - beginMs) / 1000);
    launched.push({ instance, launch: { atSeconds, source: `asg:${group}`, reservation: -1, spec } });
  });
}

function call(cloud: LocalCloud, name: string, input: object): void {
  const outcome = cloud.gateway.call({ service: 'auto-scaling', name, input }, { kind: 'administrator' });
  if ('refusal' in outcome) throw outcome.refusal;
}
