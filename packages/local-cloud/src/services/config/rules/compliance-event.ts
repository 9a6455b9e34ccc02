import type { Place, ServiceEvent } from '../../../core/host.ts';
import type { EvaluationResult } from './compliance-book.ts';
import type { ConfigRule } from './config-rule.ts';

/** The event that tells of another result. `before` is missing for the first one. */
export function complianceChange(
  { accountId, region }: Place,
  rule: Pick<ConfigRule, 'name' | 'arn'>,
  { after, before }: { readonly after: EvaluationResult; readonly before: EvaluationResult | undefined },
): ServiceEvent {
  const { type: resourceType, id: resourceId } = after.resource;
  return {
    source: 'aws.config',
    detailType: 'Config Rules Compliance Change',
    resources: [],
    detail: {
      resourceId,
      awsRegion: region,
      awsAccountId: accountId,
      configRuleName: rule.name,
      recordVersion: '1.0',
      configRuleARN: rule.arn,
      messageType: 'ComplianceChangeNotification',
      newEvaluationResult: told(rule.name, after),
      ...(before === undefined ? {} : { oldEvaluationResult: told(rule.name, before) }),
      notificationCreationTime: isoTime(after.recordedMs),
      resourceType,
    },
  };
}

function told(configRuleName: string, { resource, ...result }: EvaluationResult): Record<string, unknown> {
  return {
    evaluationResultIdentifier: {
      evaluationResultQualifier: { configRuleName, resourceType: resource.type, resourceId: resource.id },
      orderingTimestamp: isoTime(result.orderedMs),
    },
    complianceType: result.compliance,
    resultRecordedTime: isoTime(result.recordedMs),
    configRuleInvokedTime: isoTime(result.invokedMs),
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
