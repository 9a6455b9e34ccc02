import { type AssemblyStack, isRecord, readAssembly } from 'local-cloud';
import { onboardSettings } from '../../../lambdas/onboard/onboard-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';
import { sweepSettings } from '../../../lambdas/sweep/sweep-settings.ts';
import {
  type DeclaredResource,
  declaredIn,
  findFunction,
  isOnboarding,
  recordOf,
} from '../../../simulator/run/declared-resources.ts';
import { UsageError } from '../../failure.ts';
import type { DecidingSettings } from './known-fleet.ts';

/** The environment variables of the functions that decide. */
export interface Environments {
  readonly onboard: Readonly<Record<string, string>>;
  readonly sweep: Readonly<Record<string, string>>;
}

/** Stands for what only a deployment knows: the number of a document's version, the name of a table. */
export const madeByDeployment = 'made by the deployment';

/** The settings that the deployed functions have. @throws UsageError when another version of Muster wrote them. */
export function readDeployed(environments: Environments): DecidingSettings {
  try {
    return readBoth(environments);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `the settings of the deployed functions are of another version of Muster: ${why} ` +
        'Plan with the version that is deployed, or deploy this one first',
    );
  }
}

/**
 * The settings that the functions of an assembly would have, of one environment.
 * @throws UsageError when the assembly has no onboarding for it.
 */
export function readPresent(assemblyFolder: string, environment: string | undefined): DecidingSettings {
  const stacks = readAssembly(assemblyFolder).filter(isOnboarding);
  const stack =
    environment === undefined ? stacks[0] : stacks.find(({ id }) => id.endsWith(`-${environment}`));
  if (stack === undefined) {
    const ids = stacks.map(({ id }) => id).join(', ') || 'none';
    const place = environment === undefined ? '' : ` for ${environment}`;
    throw new UsageError(`${assemblyFolder} has no stack of the onboarding${place}; there are: ${ids}`);
  }
  return readTemplate(stack);
}

/** The settings that the functions of a stack of the onboarding would have. */
export function readTemplate(stack: Pick<AssemblyStack, 'template'>): DecidingSettings {
  const declared = declaredIn(stack);
  return readBoth({
    onboard: variablesOf(findFunction(declared, 'onboard')),
    sweep: variablesOf(findFunction(declared, 'sweep')),
  });
}

function readBoth({ onboard, sweep }: Environments): DecidingSettings {
  return { onboarding: readSettings(onboardSettings, onboard), sweep: readSettings(sweepSettings, sweep) };
}

function variablesOf({ properties }: DeclaredResource): Record<string, string> {
  const variables = recordOf(recordOf(properties['Environment'])['Variables']);
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value)]));
}

/** A value of a template as text. What refers to a resource is known at the deployment. */
function textOf(value: unknown): string {
  if (!isRecord(value)) return String(value);
  const join = value['Fn::Join'];
  if (!Array.isArray(join) || !Array.isArray(join[1])) return madeByDeployment;
  return join[1].map(textOf).join(String(join[0]));
}
