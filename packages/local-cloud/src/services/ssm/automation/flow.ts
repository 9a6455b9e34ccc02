import { branchTargets } from './branch.ts';
import { jumpOf, type Runbook, type RunbookStep, referencesIn } from './runbook.ts';

/** The references that the service resolves itself. */
const systemVariables = [
  'automation:EXECUTION_ID',
  'global:ACCOUNT_ID',
  'global:DATE',
  'global:DATE_TIME',
  'global:REGION',
] as const;

/** What is wrong with the way steps follow and refer to each other, or undefined. */
export function refusedFlow(
  runbook: Pick<Runbook, 'assumeRole' | 'parameters' | 'steps'>,
): string | undefined {
  const { steps } = runbook;
  const names = steps.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `The step name ${twice} is there twice`;
  for (const step of steps) {
    const nowhere = namedSteps(step).find((name) => !names.includes(name));
    if (nowhere !== undefined) return `Step ${step.name} leads to step ${nowhere}, which is not there`;
  }
  return refusedReference(runbook) ?? circle(steps);
}

function namedSteps({ inputs, action, ...step }: RunbookStep): string[] {
  const branches = action === 'aws:branch' ? branchTargets(inputs) : [];
  const named = [step.nextStep, jumpOf(step.onFailure), jumpOf(step.onCancel)];
  return [...branches, ...named.filter((name) => name !== undefined)];
}

function refusedReference({
  assumeRole,
  parameters,
  steps,
}: Pick<Runbook, 'assumeRole' | 'parameters' | 'steps'>) {
  const isKnown = (name: string) =>
    name.includes(':') ? isOfService(name) : name.includes('.') || Object.hasOwn(parameters, name);
  const isOfStep = (name: string) => steps.some((step) => name.startsWith(`${step.name}.`));
  for (const name of [...referencesIn(assumeRole), ...steps.flatMap(({ inputs }) => referencesIn(inputs))]) {
    if (!isKnown(name))
      return `{{ ${name} }} is neither a parameter of the document nor known to the service`;
    if (!name.includes(':') && name.includes('.') && !isOfStep(name))
      return `{{ ${name} }} is the output of a step that is not there`;
  }
  return undefined;
}

function isOfService(name: string): boolean {
  return systemVariables.some((known) => known === name) || /^(ssm|ssm-secure|variable):/.test(name);
}

/** The circle in which steps would run without end, if there is one. */
function circle(steps: readonly RunbookStep[]): string | undefined {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(name)) return `The steps run in a circle: ${[...trail, name].join(' -> ')}`;
    if (done.has(name)) return undefined;
    const index = steps.findIndex((step) => step.name === name);
    for (const next of followers(steps, index)) {
      const found = visit(next, [...trail, name]);
      if (found !== undefined) return found;
    }
    done.add(name);
    return undefined;
  };
  return steps.map(({ name }) => visit(name, [])).find((found) => found !== undefined);
}

/** The steps that may follow a step, however it ends. */
function followers(steps: readonly RunbookStep[], index: number): string[] {
  const step = steps[index];
  if (step === undefined) return [];
  const next = followerOf(steps, step);
  const branches = step.action === 'aws:branch' ? branchTargets(step.inputs) : [];
  return [...branches, next, jumpOf(step.onFailure)].filter((name) => name !== undefined);
}

/** The step that follows when a step has succeeded and has not chosen another, or undefined at the end. */
export function followerOf(steps: readonly RunbookStep[], step: RunbookStep): string | undefined {
  if (step.isEnd === true) return undefined;
  return step.nextStep ?? steps[steps.indexOf(step) + 1]?.name;
}
