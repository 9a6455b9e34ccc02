import type { Access } from '../core/access.ts';
import type { CallOutcome, Gateway } from '../core/gateway.ts';
import type { Host } from '../core/host.ts';
import { callerArn } from '../core/iam/caller-arn.ts';
import { isRecord } from '../core/is-record.ts';
import type { Principal, ServiceError } from '../core/service.ts';
import type { CallAnswer } from '../services/ssm/automation/actions/action.ts';
import type { AutomationPorts } from '../services/ssm/automation/automation-office.ts';
import type { FaultPorts, StepCall } from './fault-ports.ts';

interface Office extends Host {
  readonly access: Access;
  readonly gateway: Gateway;
  readonly faults: FaultPorts;
}

/** The ports of Automation to the cloud: the calls of its steps, and the roles that trust it. */
export function automationPorts(cloud: Office): AutomationPorts {
  const refused = (refusal: ServiceError): CallAnswer => ({
    ...{ refusal, requestId: cloud.random('ssm/automation').uuid() },
  });
  const faultOf = (asked: StepCall): CallAnswer | undefined => {
    const refusal = cloud.faults.refuseStepCall?.(asked);
    return refusal && refused(refusal);
  };
  const read = (asked: StepCall, outcome: CallOutcome): CallAnswer => {
    if ('refusal' in outcome) return outcome;
    const lost = cloud.faults.loseStepAnswer?.(asked);
    return lost === undefined ? { answer: answerOf(outcome) } : refused(lost);
  };
  return {
    call: (principal, asked) => faultOf(asked) ?? read(asked, cloud.gateway.call(asked, principal)),
    callWaiting(principal, asked, done) {
      const fault = faultOf(asked);
      if (fault === undefined)
        return cloud.gateway.callWaiting(asked, principal, (outcome) => done(read(asked, outcome)));
      done(fault);
      return () => undefined;
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
    refusal: (principal, authorization) => cloud.access.refusal(principal, authorization),
    arnOf: (principal) => callerArn(cloud, cloud.access, principal),
  };
}

/** An answer as a program has it that prints JSON: times are texts, bytes are base64. */
function answerOf({ output, requestId }: Extract<CallOutcome, { output: unknown }>) {
  // A Buffer has made itself an object before the replacer sees it, so its holder is asked.
  function replace(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
    const held = this[name];
    return held instanceof Uint8Array ? Buffer.from(held).toString('base64') : value;
  }
  const text = JSON.stringify(output ?? {}, replace);
  const answer: unknown = JSON.parse(text);
  const ResponseMetadata = { RequestId: requestId, HTTPStatusCode: 200, RetryAttempts: 0 };
  return { ...(isRecord(answer) ? answer : {}), ResponseMetadata };
}
