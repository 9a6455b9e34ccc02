import { SSMClient, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createRunbooks } from '../../../lambdas/trigger/runbooks-client.ts';

const mock = mockClient(SSMClient);
beforeEach(() => mock.reset());
afterAll(() => mock.restore());

it('a runbook is started with its parameters, and with a token that its cause gives', async () => {
  mock.on(StartAutomationExecutionCommand).resolves({ AutomationExecutionId: 'execution-1' });
  const { start } = createRunbooks();
  const request = { runbook: 'Muster-X', parameters: { InstanceId: ['i-1'] } };
  expect(await start({ ...request, cause: 'patch 1' })).toBe('execution-1');
  await start({ ...request, cause: 'patch 1' });
  await start({ ...request, cause: 'patch 2' });
  const inputs = mock.commandCalls(StartAutomationExecutionCommand).map(({ args: [{ input }] }) => input);
  expect(inputs[0]).toMatchObject({ DocumentName: 'Muster-X', Parameters: { InstanceId: ['i-1'] } });
  const [first, again, other] = inputs.map(({ ClientToken }) => ClientToken);
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  expect([again === first, other === first]).toEqual([true, false]);
});
