import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import { configArn } from '../config-arns.ts';
import { isBusy, newRemediation, type RuleRemediation } from './remediation-book.ts';
import type { RemediationConfiguration } from './remediation-configuration.ts';

/** The remediations of the account's rules. A rule has one at most. */
export class RemediationStore {
  readonly #host: Host;
  readonly #byRule = new Map<string, RuleRemediation>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The remediation of a rule, or undefined. */
  find(ruleName: string): RuleRemediation | undefined {
    return this.#byRule.get(ruleName);
  }

  /** Every remediation, in the order of creation. */
  get all(): readonly RuleRemediation[] {
    return [...this.#byRule.values()];
  }

  /** @throws ServiceError NoSuchRemediationConfigurationException when the rule has none. */
  get(ruleName: string): RuleRemediation {
    const found = this.#byRule.get(ruleName);
    if (found !== undefined) return found;
    throw new ServiceError(
      'NoSuchRemediationConfigurationException',
      `No RemediationConfiguration for rule exists: ${ruleName}`,
    );
  }

  /** The ARN of the remediation of a rule, and of a new one if it has none. */
  arnFor(ruleName: string): string {
    const known = this.find(ruleName)?.configuration.arn;
    const id = () => this.#host.random('config/ids').uuid();
    return known ?? configArn(this.#host, `remediation-configuration/${id()}`);
  }

  /** The ARN that IAM is asked about: `*` stands for a remediation that is not there yet. */
  arnToAuthorize(ruleName: string | undefined): string {
    const known = this.find(ruleName ?? '')?.configuration.arn;
    return known ?? configArn(this.#host, 'remediation-configuration/*');
  }

  /** Creates the remediation of a rule, or changes it. What it has done stays. */
  put(configuration: RemediationConfiguration): RuleRemediation {
    const known = this.#byRule.get(configuration.ruleName) ?? newRemediation(configuration);
    known.configuration = configuration;
    this.#byRule.set(configuration.ruleName, known);
    return known;
  }

  /** Deletes the remediation of a rule. @throws ServiceError RemediationInProgressException while one runs. */
  remove(ruleName: string): void {
    if (isBusy(this.get(ruleName)))
      throw new ServiceError(
        'RemediationInProgressException',
        `A remediation of the rule ${ruleName} is in progress. Try again when it has ended.`,
      );
    this.#byRule.delete(ruleName);
  }
}
