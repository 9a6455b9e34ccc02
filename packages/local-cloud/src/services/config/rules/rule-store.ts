import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import { configArn } from '../config-arns.ts';
import type { ConfigRule, RuleDraft } from './config-rule.ts';

const rulesMax = 1_000;

/** The rules of the account. */
export class RuleStore {
  readonly #host: Host;
  readonly #rules = new Map<string, ConfigRule>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Every rule, in the order of creation. */
  get all(): readonly ConfigRule[] {
    return [...this.#rules.values()];
  }

  /** A rule by name, or undefined. */
  find(name: string): ConfigRule | undefined {
    return this.#rules.get(name);
  }

  /** @throws ServiceError NoSuchConfigRuleException when there is none of that name. */
  get(name: string): ConfigRule {
    const rule = this.#rules.get(name);
    if (rule !== undefined) return rule;
    throw new ServiceError(
      'NoSuchConfigRuleException',
      `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name`,
    );
  }

  /** The rules of these names, or all. @throws ServiceError NoSuchConfigRuleException. */
  select(names: readonly string[] = []): readonly ConfigRule[] {
    return names.length === 0 ? this.all : names.map((name) => this.get(name));
  }

  /** Creates a rule, or changes it. @throws ServiceError MaxNumberOfConfigRulesExceededException. */
  put(draft: RuleDraft): ConfigRule {
    const known = this.#rules.get(draft.name);
    if (known === undefined && this.#rules.size >= rulesMax)
      throw new ServiceError(
        'MaxNumberOfConfigRulesExceededException',
        `Failed to put config rule '${draft.name}' because the maximum number of config rules: ${rulesMax} is reached.`,
      );
    const id = known?.id ?? `config-rule-${this.#host.random('config/ids').hex(6)}`;
    const rule = { ...draft, id, arn: configArn(this.#host, `config-rule/${id}`) };
    this.#rules.set(draft.name, rule);
    return rule;
  }

  remove(name: string): void {
    this.#rules.delete(name);
  }
}
