import type { CallObserver, Principal } from 'local-cloud';
import { expect, it } from 'vitest';
import { SystemsManagerCalls } from '../../../simulator/bench/systems-manager-calls.ts';

const functions = [
  { purpose: 'onboard', roleArn: 'onboard' },
  { purpose: 'recheck', roleArn: 'recheck' },
];

it('counts first looks and commands as calls to the command, and counts all calls of functions', () => {
  const observers: CallObserver[] = [];
  const calls = new SystemsManagerCalls({ gateway: { observe: (observer) => observers.push(observer) } });
  const call = (principal: Principal, operation: string, service = 'ssm') => {
    for (const observe of observers) observe({ service, operation, code: 'ok', principal });
  };
  const role = (roleArn: string): Principal => ({ kind: 'role', roleArn });
  call(role('onboard'), 'DescribeInstanceInformation');
  call(role('onboard'), 'SendCommand');
  call(role('recheck'), 'DescribeInstanceInformation');
  call(role('recheck'), 'SendCommand');
  call(role('follow-up'), 'ListCommandInvocations');
  call(role('onboard'), 'DescribeInstances', 'ec2');
  call({ kind: 'administrator' }, 'SendCommand');
  expect(calls.toCommand(functions)).toBe(3);
  expect(calls.all).toBe(5);
});
