import { type DeployedStack, isRecord } from 'local-cloud';
import type { Exclusion, ProfileRule } from '../../lambdas/shared/domain/fleet/profile.ts';
import { readJson, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';
import { declaredIn, findFunction, recordOf } from '../run/declared-resources.ts';

/** By which tags the deployed functions decide. */
export interface DeployedRules {
  readonly profiles: readonly ProfileRule[];
  readonly exclusions: readonly Exclusion[];
  /** The digest of what may be sent. */
  readonly configuration: string;
}

/** Reads the rules from the templates of the deployed stacks. */
export function readRules(stacks: readonly Pick<DeployedStack, 'source'>[]): DeployedRules {
  const { properties } = findFunction(
    stacks.flatMap(({ source }) => declaredIn(source)),
    'sweep',
  );
  const variables = recordOf(recordOf(properties['Environment'])['Variables']);
  const listOf = (setting: string) => {
    const list = readJson(String(variables[variableOf(setting)]));
    return Array.isArray(list) ? list.filter(isRecord) : [];
  };
  return {
    configuration: String(variables[variableOf('configuration')]),
    profiles: listOf('profiles').map(({ name, tags }) => ({ name: String(name), tags: textsOf(tags) })),
    exclusions: listOf('exclusions').map(({ key, value, isOfImage }) => ({
      key: String(key),
      value: String(value),
      ...(isOfImage === true ? { isOfImage } : {}),
    })),
  };
}

function textsOf(tags: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(tags)).map(([key, value]) => [key, String(value)]));
}
