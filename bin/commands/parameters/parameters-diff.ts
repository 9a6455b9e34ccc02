import { textOf } from '../../../lib/capabilities/parameters/parameter-rules.ts';
import type { DeclaredParameter } from '../../../lib/capabilities/parameters/parameter-tree.ts';
import type { ParameterVersion } from './parameter-versions.ts';
import { showPolicies } from './show-policies.ts';

/** A field that differs between the two sides. A value that cannot be seen is undefined. */
export interface FieldDifference {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A difference between the account and the configuration. */
export type TreeDifference =
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'undeclared'; readonly name: string }
  | { readonly kind: 'different'; readonly name: string; readonly fields: readonly FieldDifference[] };

const compared = ['type', 'value', 'tier', 'description', 'allowedPattern', 'policies', 'dataType'] as const;

/**
 * The differences between two versions. Two SecureStrings that were not decrypted cannot be compared, because
 * the same value is encrypted differently each time.
 */
export function compareVersions(before: ParameterVersion, after: ParameterVersion): FieldDifference[] {
  return compared.flatMap((field) => {
    const isHidden = field === 'value' && before.value === undefined && after.value === undefined;
    if (before[field] === after[field] && !isHidden) return [];
    return [{ field, before: before[field], after: after[field] }];
  });
}

/**
 * How the account differs from the tree. `latest` are the parameters below the paths of the tree, by name.
 */
export function compareTree(
  declared: readonly DeclaredParameter[],
  latest: ReadonlyMap<string, ParameterVersion>,
): TreeDifference[] {
  const names = new Set([...declared.map(({ name }) => name), ...latest.keys()]);
  const byName = new Map(declared.map((parameter) => [parameter.name, parameter]));
  return [...names].sort().flatMap((name): TreeDifference[] => {
    const [wanted, found] = [byName.get(name), latest.get(name)];
    if (wanted === undefined) return [{ kind: 'undeclared', name }];
    if (found === undefined) return [{ kind: 'missing', name }];
    const fields = compareParameter(wanted, found);
    return fields.length === 0 ? [] : [{ kind: 'different', name, fields }];
  });
}

/** Does not compare the values of secrets and of public parameters, because these are not declared. */
function compareParameter(wanted: DeclaredParameter, found: ParameterVersion): FieldDifference[] {
  const type = wanted.secret ? 'SecureString' : Array.isArray(wanted.value) ? 'StringList' : 'String';
  const value = wanted.secret ? undefined : textOf(wanted);
  const after = {
    type,
    value: value ?? found.value,
    // Systems Manager chooses between the other two.
    tier: wanted.tier === 'Intelligent-Tiering' ? found.tier : wanted.tier,
    description: wanted.description ?? '',
    allowedPattern: wanted.allowedPattern ?? '',
    policies: showPolicies(wanted.policies ?? []),
    dataType: wanted.dataType,
  };
  return compared
    .filter((field) => found[field] !== after[field])
    .map((field) => ({ field, before: found[field], after: after[field] }));
}
