import { type DeployedStack, isRecord, type LocalCloud, type Random, updateStack } from 'local-cloud';
import { readJson, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';
import { changeProperties } from '../run/change-properties.ts';
import { type DeclaredResource, declaredIn, isOnboarding, recordOf } from '../run/declared-resources.ts';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** A deployment in the middle of a run. */
interface Deployment {
  readonly atMs: number;
}

const stackFaults: Readonly<
  Record<FaultKindAt<'stack'>, (random: Random, beginMs: number, lastMs: number) => Deployment>
> = {
  'profiles-deployed': (random, beginMs, lastMs) => ({ atMs: random.integer(beginMs, lastMs) }),
};

/** The profile that the deployment puts first. It has what the last one has. */
const otherProfile = { name: 'deployed-later', tags: { 'aws:autoscaling:groupName': '*' } } as const;
/** A digest that no synthesis makes. */
const otherDigest = 'changed';

/** The deployment of a run, if it has one. */
export function drawDeployment(faults: Faults, beginMs: number, lastMs: number): Deployment | undefined {
  for (const kind of kindsAt('stack')) {
    if (!faults.strikes(kind)) continue;
    const deployment = stackFaults[kind](faults.chanceOf(kind), beginMs, lastMs);
    faults.inject(kind, { atMs: String(deployment.atMs) });
    return deployment;
  }
  return undefined;
}

/**
 * Deploys the onboarding again, with one more profile: instances of Auto Scaling groups are decided by it from then on.
 * Returns the stacks as they are now.
 * @throws Error when the deployment fails, which is a mistake of the simulator.
 */
export async function deployOtherProfiles(
  cloud: LocalCloud,
  stacks: readonly DeployedStack[],
): Promise<readonly DeployedStack[]> {
  const updated: DeployedStack[] = [];
  for (const stack of stacks) {
    if (!isOnboarding(stack.source)) {
      updated.push(stack);
      continue;
    }
    const changes = declaredIn(stack.source).flatMap(withOtherProfile);
    const outcome = await updateStack(cloud, stack, changeProperties(stack.source, changes));
    if (outcome.status !== 'UPDATE_COMPLETE') throw new Error(`The deployment ended as ${outcome.status}.`);
    updated.push(outcome.stack);
  }
  return updated;
}

/** A function that reads profiles, with one more of them; nothing for another resource. */
function withOtherProfile({ logicalId, properties }: DeclaredResource): [string, object][] {
  const environment = recordOf(properties['Environment']);
  const variables = recordOf(environment['Variables']);
  const profiles = readProfiles(variables[variableOf('profiles')]);
  const last = profiles.at(-1);
  if (last === undefined) return [];
  const changed = {
    ...variables,
    [variableOf('profiles')]: JSON.stringify([{ ...last, ...otherProfile }, ...profiles]),
    [variableOf('configuration')]: otherDigest,
  };
  return [[logicalId, { ...properties, Environment: { ...environment, Variables: changed } }]];
}

function readProfiles(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list = typeof value === 'string' ? readJson(value) : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
