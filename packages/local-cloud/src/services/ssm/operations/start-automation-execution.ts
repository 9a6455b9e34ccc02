import type { StartAutomationExecutionRequest, StartAutomationExecutionResult } from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Authorization, CallContext, Operation } from '../../../core/service.ts';
import type { AutomationWorld } from '../automation/automation-world.ts';
import { beginExecution, beginParent, findRunbook, roleToPass } from '../automation/begin-execution.ts';
import type { AutomationExecution } from '../automation/execution.ts';
import { executionArn } from '../automation/execution-arn.ts';
import { readTargeting } from '../automation/targeting.ts';

/** StartAutomationExecution, on one set of parameters or on targets. A call with the token of an earlier one starts nothing. */
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
    ...(['TargetMaps', 'TargetLocations', 'TargetLocationsURL', 'Tags', 'AlarmConfiguration'] as const),
  ]);
  if (mode === 'Interactive')
    refuseMembers('StartAutomationExecution', { 'Mode Interactive': mode }, ['Mode Interactive']);
}

function begin(
  world: AutomationWorld,
  input: StartAutomationExecutionRequest,
  { principal }: CallContext,
): AutomationExecution {
  const document = findRunbook(world.documents, input);
  const asked = readTargeting(input, document.runbook);
  const given = input.Parameters ?? {};
  const beginning = { document, given, principal, executedBy: world.ports.arnOf(principal) };
  if (asked === undefined) {
    const execution = beginExecution(world, beginning);
    world.runner.start(execution);
    return execution;
  }
  const { parent, targeting } = beginParent(world, beginning, asked);
  world.targets.start(parent, targeting);
  return parent;
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
