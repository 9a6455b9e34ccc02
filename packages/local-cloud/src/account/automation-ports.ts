import type { Access } from '../core/access.ts';
import type { CallOutcome, Gateway } from '../core/gateway.ts';
import type { Host } from '../core/host.ts';
import { callerArn } from '../core/iam/caller-arn.ts';
import { isRecord } from '../core/is-record.ts';
import type { Principal } from '../core/service.ts';
import type { AutomationPorts } from '../services/ssm/automation/automation-world.ts';
import type { FaultPorts } from './fault-ports.ts';

interface Office extends Host {
  readonly access: Access;
  readonly gateway: Gateway;
  readonly faults: FaultPorts;
}

/** The ports of Automation to the cloud: the calls of its steps, and the roles that trust it. */
export function automationPorts(cloud: Office): AutomationPorts {
  return {
    call(principal, asked) {
      const fault = cloud.faults.refuseStepCall?.(asked);
      if (fault !== undefined) return { refusal: fault, requestId: cloud.random('ssm/automation').uuid() };
      const outcome = cloud.gateway.call(asked, principal);
      return 'refusal' in outcome ? outcome : { answer: answerOf(outcome) };
    },
    assume(roleArn, { id, arn }) {
      const service: Principal = {
        ...{ kind: 'service', service: 'ssm.amazonaws.com' },
        ...{ sourceArn: arn, sourceAccount: cloud.accountId },
      };
      const asked = { action: 'sts:AssumeRole', resource: roleArn };
      if (cloud.access.refusal(service, asked) !== undefined) return false;
      cloud.access.nameSessions(roleArn, `Automation-${id}`);
      return true;
    },
    arnOf: (principal) => callerArn(cloud, cloud.access, principal),
  };
}

/** An answer as a program has it that prints JSON: times are texts, bytes are base64. */
function answerOf({ output, requestId }: Extract<CallOutcome, { output: unknown }>) {
  const text = JSON.stringify(output ?? {}, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  const answer: unknown = JSON.parse(text);
  const ResponseMetadata = { RequestId: requestId, HTTPStatusCode: 200, RetryAttempts: 0 };
  return { ...(isRecord(answer) ? answer : {}), ResponseMetadata };
}
