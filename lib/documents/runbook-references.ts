import * as z from 'zod';
import { type DocumentProblem, findContradictions } from './document-references.ts';

/** The names that the service itself provides in a runbook. */
const variables = ['automation:EXECUTION_ID', 'global:REGION', 'global:ACCOUNT_ID'];

/** What the service gives as outputs of an action without being asked (Automation actions reference). */
const ownOutputs: Readonly<Record<string, readonly string[]>> = {
  'aws:runCommand': ['CommandId', 'Status', 'ResponseCode', 'Output'],
};

const choice = z.looseObject({ NextStep: z.string().optional() });
const step = z.looseObject({
  name: z.string().catch(''),
  action: z.string().catch(''),
  onFailure: z.string().optional().catch(undefined),
  nextStep: z.string().optional().catch(undefined),
  inputs: z.looseObject({ Choices: z.array(choice).optional(), Default: z.unknown().optional() }).catch({}),
  outputs: z.array(z.looseObject({ Name: z.string().optional() })).catch([]),
});
type Step = z.output<typeof step>;
const outline = z
  .object({ mainSteps: z.array(step).catch([]), outputs: z.array(z.string()).catch([]) })
  .catch({ mainSteps: [], outputs: [] });

/**
 * Finds contradictions between the parts of a runbook: those of every document, a step that leads to no step, and an
 * output of no step.
 */
export function findRunbookContradictions(content: unknown): DocumentProblem[] {
  const { mainSteps, outputs } = outline.parse(content);
  const known = mainSteps.flatMap(outputsOf);
  const unknown = outputs
    .map((received, index) => ({
      path: ['outputs', index],
      received,
      allowed: known.join(', ') || 'nothing',
    }))
    .filter(({ received }) => !known.includes(received));
  return [...findContradictions(content, [...variables, ...known]), ...findLostJumps(mainSteps), ...unknown];
}

function outputsOf({ name, action, outputs }: Step): string[] {
  const names = [...outputs.map(({ Name }) => Name ?? ''), ...(ownOutputs[action] ?? [])];
  return names.map((output) => `${name}.${output}`);
}

function findLostJumps(steps: readonly Step[]): DocumentProblem[] {
  const names = steps.map(({ name }) => name);
  return steps.flatMap((one, index) =>
    jumpsOf(one)
      .filter(([, received]) => !names.includes(received))
      .map(([path, received]) => ({
        path: ['mainSteps', index, ...path],
        received,
        allowed: `a step: ${names.join(', ')}`,
      })),
  );
}

/** The steps to which a step may lead, each with where it says so. */
function jumpsOf({
  onFailure,
  nextStep,
  inputs,
}: Step): (readonly [path: readonly PropertyKey[], name: string])[] {
  const { Choices = [], Default: otherwise } = inputs;
  return [
    ...Choices.map(({ NextStep = '' }, index) => [['inputs', 'Choices', index], NextStep] as const),
    ...(typeof otherwise === 'string' ? [[['inputs', 'Default'], otherwise] as const] : []),
    ...(nextStep === undefined ? [] : [[['nextStep'], nextStep] as const]),
    ...(onFailure?.startsWith('step:') ? [[['onFailure'], onFailure.slice('step:'.length)] as const] : []),
  ];
}
