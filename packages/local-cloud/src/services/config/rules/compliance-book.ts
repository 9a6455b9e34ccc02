import { keyOf, type ResourceKey } from '../resource-key.ts';
import type { Compliance } from './managed-rules.ts';

/** The latest result of a rule for a resource. Times are epoch milliseconds. */
export interface EvaluationResult {
  readonly resource: ResourceKey;
  readonly compliance: Compliance;
  /** When the item was made that was judged. */
  readonly orderedMs: number;
  readonly invokedMs: number;
  readonly recordedMs: number;
}

/** The results of a rule as a whole. */
export interface RuleCompliance {
  readonly compliance: 'COMPLIANT' | 'NON_COMPLIANT' | 'INSUFFICIENT_DATA';
  readonly nonCompliantCount: number;
}

/** The latest results of all rules. */
export class ComplianceBook {
  readonly #results = new Map<string, Map<string, EvaluationResult>>();

  /** The results of a rule, in the order in which resources were first judged. */
  of(ruleName: string): readonly EvaluationResult[] {
    return [...(this.#results.get(ruleName)?.values() ?? [])];
  }

  find(ruleName: string, resource: ResourceKey): EvaluationResult | undefined {
    return this.#results.get(ruleName)?.get(keyOf(resource));
  }

  set(ruleName: string, result: EvaluationResult): void {
    const results = this.#results.get(ruleName) ?? new Map<string, EvaluationResult>();
    this.#results.set(ruleName, results.set(keyOf(result.resource), result));
  }

  /** Drops the result of a resource that is gone. */
  drop(ruleName: string, resource: ResourceKey): void {
    this.#results.get(ruleName)?.delete(keyOf(resource));
  }

  /** Drops the results of a deleted rule. */
  dropRule(ruleName: string): void {
    this.#results.delete(ruleName);
  }

  /** How a rule as a whole is: results that are not applicable do not count. */
  summary(ruleName: string): RuleCompliance {
    const results = this.of(ruleName);
    const count = results.filter(({ compliance }) => compliance === 'NON_COMPLIANT').length;
    if (count > 0) return { compliance: 'NON_COMPLIANT', nonCompliantCount: count };
    const hasAny = results.some(({ compliance }) => compliance === 'COMPLIANT');
    return { compliance: hasAny ? 'COMPLIANT' : 'INSUFFICIENT_DATA', nonCompliantCount: 0 };
  }
}
