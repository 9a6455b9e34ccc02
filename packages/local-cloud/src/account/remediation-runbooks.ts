import type { Place } from '../core/host.ts';
import type { CallContext, Principal } from '../core/service.ts';
import type { RemediationPorts } from '../services/config/remediation/remediation-ports.ts';
import type { Ssm } from '../services/ssm/ssm.ts';

interface Office extends Place {
  readonly ssm: Ssm;
  administrator(): CallContext;
}

/**
 * What AWS Config asks of Systems Manager. It starts executions with its service-linked role, whose policy of AWS allows
 * that, so IAM is not asked.
 */
export function remediationPorts(cloud: Office): RemediationPorts {
  const { partition, accountId } = cloud;
  const service = 'remediation.config.amazonaws.com';
  const principal: Principal = {
    kind: 'role',
    roleArn: `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/AWSServiceRoleForConfigRemediation`,
  };
  const context = () => ({ ...cloud.administrator(), principal });
  return {
    runbook(name, version) {
      const { assumeRole, parameters } = cloud.ssm.runbook(name, version);
      return { assumeRole, parameterNames: Object.keys(parameters) };
    },
    start({ name: DocumentName, version: DocumentVersion, parameters: Parameters }) {
      const input = { DocumentName, DocumentVersion, Parameters };
      const started = cloud.ssm.operations.StartAutomationExecution.run(input, context());
      return started.AutomationExecutionId ?? '';
    },
    read(AutomationExecutionId) {
      const found = cloud.ssm.operations.GetAutomationExecution.run({ AutomationExecutionId }, context());
      return found.AutomationExecution ?? {};
    },
  };
}
