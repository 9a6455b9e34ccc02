import { type CfnConfigRule, CfnRemediationConfiguration } from 'aws-cdk-lib/aws-config';
import { Construct } from 'constructs';
import type { RemediateSettings } from '../remediation-schema.ts';
import type { Runbook } from '../runbook-resource.ts';

/** A rule, and what brings back what it finds. */
export interface RuleRemediationProps {
  readonly rule: CfnConfigRule;
  readonly runbook: Runbook;
  readonly remediate: RemediateSettings;
}

/**
 * Has AWS Config start a runbook for what a rule finds. It may start it for a resource that is compliant by then, and
 * twice: the runbooks bear that.
 */
export class RuleRemediation extends Construct {
  constructor(scope: Construct, id: string, { rule, runbook, remediate }: RuleRemediationProps) {
    super(scope, id);
    const fixed = (value: string) => ({ StaticValue: { Values: [value] } });
    const remediation = new CfnRemediationConfiguration(this, 'Configuration', {
      configRuleName: rule.ref,
      targetType: 'SSM_DOCUMENT',
      targetId: runbook.name,
      parameters: {
        AutomationAssumeRole: fixed(runbook.role.roleArn),
        InstanceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
        DryRun: fixed(String(remediate.dryRun)),
      },
      automatic: remediate.when === 'automatically',
      maximumAutomaticAttempts: remediate.attemptsMax,
      retryAttemptSeconds: remediate.retrySeconds,
      executionControls: {
        ssmControls: {
          concurrentExecutionRatePercentage: remediate.concurrencyPercent,
          errorPercentage: remediate.errorPercent,
        },
      },
    });
    remediation.node.addDependency(runbook.document);
  }
}
