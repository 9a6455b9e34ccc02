import type { InstanceSpec, Random, Script } from 'local-cloud';
import type { Workload } from '../fleet/workload.ts';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** The longest delay of a registration. Agents back off for up to an hour, and a person must fix the cause first. */
const latenessMinutesMax = 150;
/** The longest time from the start of an instance to its fault. */
const fateMinutesMax = 60;
/** How long an instance stays stopped. */
const stoppedMinutes = { min: 1, max: 30 };
/** Tags that people's own automation sets come 5 to 7 minutes after a launch. */
const tagLagSecondsMax = 420;
/** How long other documents fill an agent. */
const busyMinutesMax = 90;
/** How scripts fail: once, twice, always, or after a reboot. The last exit code repeats. */
const failures: readonly Script['exitCodes'][] = [[20, 0], [1, 1, 0], [1], [64], [194, 0]];

/** SSM agents of old images, which do not know what ends a document early. */
const oldAgents = ['2.2.103.0', '2.3.1319.0', '3.0.413.0'] as const;

/**
 * How the node kills scripts: the shell (137), all processes (-1), or by SIGTERM or SIGSEGV; once, twice or always. On
 * Windows only the first can be told apart.
 */
const kills: readonly Script['exitCodes'][] = [[137, 0], [-1, 0], [143, 0], [137, 139, 0], [-1]];

type InstanceFault = (spec: InstanceSpec, random: Random) => InstanceSpec;

const minutes = (random: Random, max: number) => random.integer(1, max * 60);

/** How each kind changes the plan of an instance. If two kinds set the same field, the later one wins. */
const instanceFaults: Readonly<Record<FaultKindAt<'instance'>, InstanceFault>> = {
  'registration-late': (spec, random) => ({
    ...spec,
    registration: { kind: 'late', delaySeconds: minutes(random, latenessMinutesMax) },
  }),
  'registration-never': (spec, random) => ({
    ...spec,
    registration: { kind: 'never', cause: random.chance(0.8) ? 'no-network' : 'hybrid-registration' },
  }),
  'agent-old': (spec, random) => ({ ...spec, agentVersion: random.pick(oldAgents) }),
  'agent-vanishes': (spec, random) =>
    random.chance(0.5)
      ? { ...spec, script: { ...spec.script, ending: 'vanishes' } }
      : withLife(spec, { agentSilentAfterSeconds: minutes(random, fateMinutesMax) }),
  'script-fails': (spec, random) => ({
    ...spec,
    script: { ...spec.script, exitCodes: failCodes(spec, random) },
  }),
  'script-hangs': (spec) => ({ ...spec, script: { ...spec.script, ending: 'hangs' } }),
  'script-killed': (spec, random) => ({
    ...spec,
    script: { ...spec.script, exitCodes: killCodes(spec, random) },
  }),
  'worker-killed': (spec) => ({ ...spec, script: { ...spec.script, ending: 'worker-killed' } }),
  'agent-busy': (spec, random) => withLife(spec, { agentBusyForSeconds: minutes(random, busyMinutesMax) }),
  'instance-terminated': (spec, random) =>
    withLife(spec, { terminatedAfterSeconds: minutes(random, fateMinutesMax) }),
  'instance-stopped': (spec, random) =>
    withLife(spec, { stoppedAfterSeconds: minutes(random, fateMinutesMax) }),
  'instance-restarted': (spec, random) =>
    withLife(spec, {
      stoppedAfterSeconds: minutes(random, fateMinutesMax),
      restartedAfterSeconds: random.integer(stoppedMinutes.min * 60, stoppedMinutes.max * 60),
    }),
  'tags-late': (spec, random) => ({ ...spec, tagLagSeconds: random.integer(1, tagLagSecondsMax) }),
  'tags-changed': (spec, random) =>
    withLife(spec, {
      tagsChangedAfterSeconds: minutes(random, fateMinutesMax),
      changedTags: retagged(spec.tags, random),
    }),
};

/** Tags that exclude the instance or its image, no longer exclude it, or choose the profile of EMR or another one. */
const decidingKeys = ['muster:exclude', 'aws:elasticmapreduce:job-flow-id', 'Ec2ImageBuilderArn'] as const;

function retagged(tags: InstanceSpec['tags'], random: Random): InstanceSpec['tags'] {
  const key = random.pick(decidingKeys);
  const { [key]: present, ...others } = tags;
  return present === undefined ? { ...tags, [key]: 'true' } : others;
}

function withLife(spec: InstanceSpec, change: NonNullable<InstanceSpec['lifecycle']>): InstanceSpec {
  return { ...spec, lifecycle: { ...spec.lifecycle, ...change } };
}

/** Windows requests a reboot with another exit code. */
function failCodes({ platform }: InstanceSpec, random: Random): Script['exitCodes'] {
  const [first, ...others] = random.pick(failures);
  return [first === 194 && platform.type === 'Windows' ? 3010 : first, ...others];
}

function killCodes({ platform }: InstanceSpec, random: Random): Script['exitCodes'] {
  const codes = random.pick(kills);
  return platform.type === 'Windows' ? [137, 0] : codes;
}

/** Adds the faults of instances to a workload. */
export function strikeInstances(workload: Workload, faults: Faults): Workload {
  return workload.map((launch) => {
    let { spec } = launch;
    for (const kind of kindsAt('instance')) {
      if (!faults.strikes(kind)) continue;
      spec = instanceFaults[kind](spec, faults.chanceOf(kind));
      faults.inject(kind, {});
    }
    return spec === launch.spec ? launch : { ...launch, spec };
  });
}
