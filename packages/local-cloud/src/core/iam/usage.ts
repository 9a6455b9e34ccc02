import type { Decision } from './evaluate-policies.ts';
import type { Policy, Statement } from './policy.ts';

/** One thing a role may do: an action pattern on a resource pattern, by one statement. */
export interface Permission {
  readonly roleArn: string;
  readonly policyName: string;
  readonly statementId: string;
  readonly action: string;
  readonly resource: string;
}

/** Remembers which permissions of which role allowed something, to find those that no call ever used. */
export class PermissionUsage {
  readonly #policies = new Map<string, readonly Policy[]>();
  readonly #used = new Map<string, Map<Statement, Set<string>>>();

  /** Names a role and all its policies; a role declared twice has the policies of the second time. */
  declareRole(roleArn: string, policies: readonly Policy[]): void {
    this.#policies.set(roleArn, policies);
  }

  /** Records a decision made for a role. What decided a denial are Deny statements, which nobody calls unused. */
  record(roleArn: string, { matched }: Decision): void {
    const used = getOrAdd(this.#used, roleArn, () => new Map<Statement, Set<string>>());
    for (const { statement, actions, resources } of matched) {
      const pairs = getOrAdd(used, statement, () => new Set<string>());
      for (const action of actions)
        for (const resource of resources) pairs.add(toPair(action.text, resource.text));
    }
  }

  /** Every action and resource pattern of an Allow statement that allowed no call, in the order of declaration. */
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
