import type { LocalCloud } from 'local-cloud';
import { nameCall, type plainCallFaults, strikeCall } from '../../../../simulator/faults/faults-of-calls.ts';

/** One fault, at one place or at some that follow one another. */
export interface CallFault {
  readonly kind: (typeof plainCallFaults)[number];
  /** At the first, second ... call that functions make from now on. */
  readonly number: number;
  /** How many calls it strikes, one after another. More than one outlasts the SDK's own attempts. @default 1 */
  readonly count?: number;
}

/**
 * Puts exactly one fault into a cloud, and nothing else: for tests that try every place one after another. Gives the
 * calls that functions make from now on, as `ssm:PutParameter`, in a list that grows; the answer to CloudFormation is
 * `s3:PutObject`. Without a fault it only lists them.
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
