import type { Decision } from './evaluate-policies.ts';
import type { Policy, Statement } from './policy.ts';

/** A permission of a role: one action pattern on one resource pattern in one statement. */
export interface Permission {
  readonly roleArn: string;
  readonly policyName: string;
  readonly statementId: string;
  readonly action: string;
  readonly resource: string;
}

/** Records which permissions of a role allowed a call, to find those that were never used. */
export class PermissionUsage {
  readonly #policies = new Map<string, readonly Policy[]>();
  readonly #used = new Map<string, Map<Statement, Set<string>>>();

  /** Sets all policies of a role. A second declaration replaces the first. */
  declareRole(roleArn: string, policies: readonly Policy[]): void {
    this.#policies.set(roleArn, policies);
  }

  /** Records a decision for a role. Deny statements are recorded too, but are never listed as unused. */
  record(roleArn: string, { matched }: Decision): void {
    const used = getOrAdd(this.#used, roleArn, () => new Map<Statement, Set<string>>());
    for (const { statement, actions, resources } of matched) {
      const pairs = getOrAdd(used, statement, () => new Set<string>());
      for (const action of actions)
        for (const resource of resources) pairs.add(toPair(action.text, resource.text));
    }
  }

  /** Every action and resource pattern of Allow statements that allowed no call, in the order of declaration. */
  unusedPermissions(): readonly Permission[] {
    return [...this.#policies].flatMap(([roleArn, policies]) =>
      policies
        .flatMap(({ statements }) => statements)
        .filter(({ effect }) => effect === 'Allow')
        .flatMap((statement) => this.#unusedOf(roleArn, statement)),
    );
  }

  #unusedOf(roleArn: string, statement: Statement): Permission[] {
    const pairs = this.#used.get(roleArn)?.get(statement);
    const { policyName, id: statementId } = statement;
    return statement.actions.flatMap(({ text: action }) =>
      statement.resources
        .filter(({ text: resource }) => !pairs?.has(toPair(action, resource)))
        .map(({ text: resource }) => ({ roleArn, policyName, statementId, action, resource })),
    );
  }
}

function toPair(action: string, resource: string): string {
  return `${action} ${resource}`;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
