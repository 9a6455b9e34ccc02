import type { Host } from '../../core/host.ts';
import { configArn } from './config-arns.ts';
import type { RecorderStore } from './recording/recorder-store.ts';
import type { RemediationPorts } from './remediation/remediation-ports.ts';
import type { RemediationStore } from './remediation/remediation-store.ts';
import type { Remediator } from './remediation/remediator.ts';
import type { ComplianceBook } from './rules/compliance-book.ts';
import type { Evaluations } from './rules/evaluations.ts';
import type { RuleStore } from './rules/rule-store.ts';

/** The dependencies of the operations of AWS Config. */
export interface ConfigWorld {
  readonly host: Host;
  readonly recorders: RecorderStore;
  readonly rules: RuleStore;
  readonly book: ComplianceBook;
  readonly evaluations: Evaluations;
  readonly remediations: RemediationStore;
  readonly remediator: Remediator;
  readonly automation: RemediationPorts;
}

/** The ARN of a rule that IAM is asked about: `*` stands for a rule that is not there yet. */
export function ruleArn({ host, rules }: ConfigWorld, name: string | undefined): string {
  return rules.find(name ?? '')?.arn ?? configArn(host, 'config-rule/*');
}

/** The ARN of a recorder that IAM is asked about: it has an id only once it exists. */
export function recorderArn(
  { host, recorders: { recorder } }: ConfigWorld,
  name: string | undefined,
): string {
  return recorder?.name === name && recorder !== undefined
    ? recorder.arn
    : configArn(host, `configuration-recorder/${name}/*`);
}
