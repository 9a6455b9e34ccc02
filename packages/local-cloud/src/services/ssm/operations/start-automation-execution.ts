import type { StartAutomationExecutionRequest, StartAutomationExecutionResult } from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Authorization, CallContext, Operation } from '../../../core/service.ts';
import type { AutomationWorld } from '../automation/automation-world.ts';
import { chooseRole, findRunbook, roleToPass } from '../automation/begin-execution.ts';
import { AutomationExecution } from '../automation/execution.ts';
import { executionArn } from '../automation/execution-arn.ts';
import { readParameterValues } from '../automation/parameter-values.ts';

/** StartAutomationExecution, on one set of parameters. A call with the token of an earlier one starts nothing. */
export function startAutomationExecution(
  world: AutomationWorld,
): Operation<StartAutomationExecutionRequest, StartAutomationExecutionResult> {
  return {
    authorize: (input) => authorize(world, input),
    run(input, context) {
      world.rate.take();
      refuseOthers(input);
      const { ClientToken: token, ...request } = input;
      const known = token === undefined ? undefined : world.log.ofToken(token, request);
      const execution = known ?? begin(world, input, context);
      if (token !== undefined) world.log.keepToken(token, request, execution);
      return { AutomationExecutionId: execution.request.id };
    },
  };
}

function refuseOthers(input: StartAutomationExecutionRequest): void {
  const { Mode: mode, ...others } = input;
  refuseMembers('StartAutomationExecution', others, [
    ...(['TargetParameterName', 'Targets', 'TargetMaps', 'MaxConcurrency', 'MaxErrors'] as const),
    ...(['TargetLocations', 'TargetLocationsURL', 'Tags', 'AlarmConfiguration'] as const),
  ]);
  if (mode === 'Interactive')
    refuseMembers('StartAutomationExecution', { 'Mode Interactive': mode }, ['Mode Interactive']);
}

function begin(
  world: AutomationWorld,
  input: StartAutomationExecutionRequest,
  { principal, nowMs }: CallContext,
): AutomationExecution {
  const { host, ports, runner, log } = world;
  const document = findRunbook(world.documents, input);
  const given = input.Parameters ?? {};
  const parameters = readParameterValues(document.runbook.parameters, given);
  const random = host.random('ssm/automation');
  const id = random.uuid();
  const role = chooseRole(world, { runbook: document.runbook, given, id });
  const request = {
    ...{ id, document, parameters, startedMs: nowMs },
    principal: role ?? principal,
    executedBy: ports.arnOf(principal),
  };
  const execution = new AutomationExecution(request, () => random.uuid());
  log.add(execution);
  runner.start(execution);
  return execution;
}

function authorize(world: AutomationWorld, input: StartAutomationExecutionRequest): Authorization[] {
  const action = 'ssm:StartAutomationExecution';
  const roleArn = roleToPass(world.documents, input);
  const conditions = { 'iam:PassedToService': 'ssm.amazonaws.com' };
  return [
    { action, resource: world.documents.arn(input.DocumentName ?? '') },
    { action, resource: executionArn(world.host, '*') },
    ...(roleArn === '' ? [] : [{ action: 'iam:PassRole', resource: roleArn, conditions }]),
  ];
}
