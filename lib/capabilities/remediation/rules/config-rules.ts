import { CfnConfigRule } from 'aws-cdk-lib/aws-config';
import { Construct } from 'constructs';
import type { RemediationSettings } from '../remediation-schema.ts';
import type { Runbook } from '../runbook-resource.ts';
import { type RuleKind, type RuleName, ruleKinds } from './rule-kinds.ts';
import { RuleRemediation } from './rule-remediation.ts';

/** The rules, and what brings back what they find. */
export interface ConfigRulesProps {
  readonly prefix: string;
  readonly rules: RemediationSettings['rules'];
  readonly runbooks: ReadonlyMap<string, Runbook>;
}

/** Managed rules of AWS Config, `<prefix>-instanceManaged` ..., each with its remediation. */
export class ConfigRules extends Construct {
  constructor(scope: Construct, id: string, { prefix, rules, runbooks }: ConfigRulesProps) {
    super(scope, id);
    for (const name of ruleNames) {
      const settings = rules[name];
      if (settings === undefined) continue;
      const kind: RuleKind = ruleKinds[name];
      const one = new Construct(this, name);
      const rule = new CfnConfigRule(one, 'Rule', {
        configRuleName: `${prefix}-${name}`,
        description: kind.description,
        source: { owner: 'AWS', sourceIdentifier: kind.identifier },
        ...(kind.judgedTypes === undefined
          ? {}
          : { scope: { complianceResourceTypes: [...kind.judgedTypes] } }),
        ...(kind.frequency === undefined ? {} : { maximumExecutionFrequency: kind.frequency }),
        ...('tags' in settings ? { inputParameters: tagParameters(settings.tags) } : {}),
      });
      const remediate = 'remediate' in settings ? settings.remediate : undefined;
      if (remediate === undefined || kind.runbook === undefined) continue;
      const chosen = name === 'instanceManaged' ? rules[name]?.remediate?.runbook : undefined;
      const runbook = runbooks.get(chosen ?? kind.runbook);
      if (runbook !== undefined) new RuleRemediation(one, 'Remediation', { rule, runbook, remediate });
    }
  }
}

/** The names of all rules, in one order for all stacks. */
const ruleNames = Object.keys(ruleKinds).filter((name): name is RuleName => Object.hasOwn(ruleKinds, name));

/** The types of resources that a recorder must record for these rules. */
export function recordedTypes(rules: RemediationSettings['rules']): readonly string[] {
  const used = ruleNames.filter((name) => rules[name] !== undefined);
  return [...new Set(used.flatMap((name): readonly string[] => ruleKinds[name].recordedTypes))].sort();
}

/** `tag1Key`, `tag1Value` ...: values are separated by commas, and none allows every value. */
function tagParameters(tags: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const pairs = Object.entries(tags).flatMap(([key, values], index) => [
    [`tag${index + 1}Key`, key],
    ...(values.length === 0 ? [] : [[`tag${index + 1}Value`, values.join(',')]]),
  ]);
  return Object.fromEntries(pairs);
}
