import type { OperationRequests } from './requests.ts';
import type { World } from './world.ts';

const none = '00000000-0000-4000-8000-000000000000';
const token = '00000000-0000-4000-8000-00000000000a';

/** The content of a runbook that rests for a minute. */
const runbookContent = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Mode: { type: 'String', default: 'on', allowedValues: ['on', 'off'] } },
  mainSteps: [{ name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1M' } }],
});

/** The name of the runbook, which is made in a world where it is not. */
function runbook({ cloud, ask }: World): string {
  const Name = 'Resting';
  if (!cloud.ssm.hasDocument(Name))
    ask('ssm', 'CreateDocument', { Name, Content: runbookContent, DocumentType: 'Automation' });
  return Name;
}

const start = (more: object) => (world: World) => ({ DocumentName: runbook(world), ...more });

/** Starts an execution, and gives its id. */
function started(world: World): string {
  return world.ask('ssm', 'StartAutomationExecution', start({})(world), 'AutomationExecutionId');
}

const of = (more: object) => (world: World) => ({ AutomationExecutionId: started(world), ...more });
const onValues = {
  ...{ TargetParameterName: 'Mode', MaxConcurrency: '50%', MaxErrors: '0' },
  Targets: [{ Key: 'ParameterValues', Values: ['on', 'off'] }],
};
const missing = { AutomationExecutionNotFoundException: { AutomationExecutionId: none } };
const wrongTime = { Filters: [{ Key: 'StartTimeAfter', Values: ['yesterday'] }] };
const everyKey = 'the limits of the input allow the keys that there are';

/** The requests to Systems Manager about executions of runbooks. */
export const requestsOfAutomation: Readonly<Record<string, OperationRequests>> = {
  DescribeAutomationExecutions: {
    answers: [
      { MaxResults: 1 },
      (world) => ({ Filters: [{ Key: 'ExecutionId', Values: [started(world)] }] }),
      { Filters: [{ Key: 'DocumentNamePrefix', Values: ['Res'] }] },
    ],
    refusals: { InvalidFilterValue: wrongTime, InvalidNextToken: { NextToken: 'x' } },
    never: { InvalidFilterKey: everyKey },
  },
  DescribeAutomationStepExecutions: {
    answers: [
      of({ MaxResults: 1, ReverseOrder: true }),
      of({ Filters: [{ Key: 'StepName', Values: ['rest'] }] }),
    ],
    refusals: { ...missing, InvalidFilterValue: of(wrongTime), InvalidNextToken: of({ NextToken: 'x' }) },
    never: { InvalidFilterKey: everyKey },
  },
  GetAutomationExecution: {
    answers: [
      of({}),
      async (world) => {
        const id = started(world);
        await world.pass(120);
        return { AutomationExecutionId: id };
      },
      async (world) => {
        const input = start(onValues)(world);
        const id = world.ask('ssm', 'StartAutomationExecution', input, 'AutomationExecutionId');
        await world.pass(300);
        return { AutomationExecutionId: id };
      },
    ],
    refusals: missing,
  },
  StartAutomationExecution: {
    answers: [
      start({ DocumentVersion: '$DEFAULT', Parameters: { Mode: ['off'] }, Mode: 'Auto' }),
      start({ ClientToken: token }),
      start(onValues),
    ],
    refusals: {
      AutomationDefinitionNotFoundException: { DocumentName: 'None' },
      AutomationDefinitionVersionNotFoundException: start({ DocumentVersion: '7' }),
      IdempotentParameterMismatch: start({ ClientToken: token, Parameters: { Mode: ['off'] } }),
      InvalidAutomationExecutionParametersException: start({ Parameters: { Mode: ['x'] } }),
    },
    never: { InvalidTarget: 'targets are refused with other codes' },
  },
  StopAutomationExecution: {
    answers: [of({ Type: 'Cancel' }), of({ Type: 'Complete' })],
    refusals: {
      ...missing,
      InvalidAutomationStatusUpdateException: (world) => {
        const AutomationExecutionId = started(world);
        world.ask('ssm', 'StopAutomationExecution', { AutomationExecutionId });
        return { AutomationExecutionId };
      },
    },
  },
};
