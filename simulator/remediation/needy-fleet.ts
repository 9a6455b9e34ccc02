import { type InstanceSpec, type LocalCloud, Random } from 'local-cloud';
import type { Workload } from '../fleet/workload.ts';

/** The share of instances whose role may not register nodes. */
const bareProbability = 0.06;
/** The share of instances that accept IMDSv1. */
const imdsv1Probability = 0.2;

/** The role that nobody may change. */
export const protectedRole = 'example-protected';
/** Roles of the company without the policy, each in an instance profile of its name. */
const bareRoles = ['example-bare', 'example-billing', protectedRole] as const;

/** The key that protects a role, unless the configuration names another one. */
const protectedKey = 'muster:protected';

/** Declares the roles of a fleet: those that its instances have, and those that lack the policy. */
export function declareRoles({ iam }: LocalCloud, workload: Workload): void {
  for (const roleName of bareRoles) {
    const tags = { owner: 'example', ...(roleName === protectedRole ? { [protectedKey]: 'true' } : {}) };
    iam.directory.declareRole({ roleName, tags });
    iam.directory.declareProfile({ profileName: roleName, roleName });
  }
  for (const { spec } of workload)
    if (spec.instanceProfileArn !== undefined) iam.directory.adoptProfile(spec.instanceProfileArn);
}

/** A fleet of which some instances have a role that may not register, and some accept IMDSv1. */
export function needyFleet(workload: Workload, seed: number): Workload {
  const random = Random.stream(seed, 'needy-fleet');
  return workload.map((launch) => {
    const isBare = random.chance(bareProbability);
    const isOld = random.chance(imdsv1Probability);
    const roleName = random.pick(bareRoles);
    const spec = withOldMetadata(isBare ? withoutPolicy(launch.spec, roleName) : launch.spec, isOld);
    return spec === launch.spec ? launch : { ...launch, spec };
  });
}

/** An instance that registers as usual has another role, and never registers. */
function withoutPolicy(spec: InstanceSpec, roleName: string): InstanceSpec {
  const { instanceProfileArn, registration } = spec;
  if (instanceProfileArn === undefined || registration.kind !== 'normal') return spec;
  return {
    ...spec,
    instanceProfileArn: instanceProfileArn.replace(/[^/]+$/, roleName),
    registration: { kind: 'never', cause: 'no-permission' },
  };
}

function withOldMetadata(spec: InstanceSpec, isOld: boolean): InstanceSpec {
  return isOld ? { ...spec, metadata: { httpEndpoint: 'enabled', httpTokens: 'optional' } } : spec;
}
