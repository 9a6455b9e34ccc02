import type { LocalCloud } from 'local-cloud';
import { nameCall, type plainCallFaults, strikeCall } from '../../../../simulator/faults/faults-of-calls.ts';

/** A fault that strikes one call, or several consecutive calls. */
export interface CallFault {
  readonly kind: (typeof plainCallFaults)[number];
  /** The number of the call that it strikes, counted from now on. */
  readonly number: number;
  /**
   * The number of consecutive calls that it strikes. With more than one, the fault outlasts the SDK's own retries.
   * @default 1
   */
  readonly count?: number;
}

/**
 * Injects exactly one fault into a cloud, for tests that try every call in turn. Returns a list of the calls that
 * functions make from now on, such as `ssm:PutParameter`. The list grows as calls happen. The answer to CloudFormation
 * is `s3:PutObject`. Without a fault, it only lists the calls.
 */
export function faultAtCall(cloud: LocalCloud, fault?: CallFault): readonly string[] {
  const calls: string[] = [];
  const { number = 0, count = 1 } = fault ?? {};
  cloud.faults = {
    interfere: (call, answer) => {
      const { principal, request, serve } = call;
      const functionArn =
        principal.kind === 'role' ? cloud.lambda.functionOfRole(principal.roleArn) : undefined;
      if (functionArn === undefined) {
        answer(serve(request));
        return;
      }
      const { service, operation } = nameCall(request);
      calls.push(`${service}:${operation}`);
      const isStruck = calls.length >= number && calls.length < number + count;
      if (fault === undefined || !isStruck) answer(serve(request));
      else {
        cloud.trace('fault', { kind: fault.kind, operation: `${service}:${operation}` });
        strikeCall(fault.kind, { cloud, functionArn, call }, answer);
      }
    },
  };
  return calls;
}
