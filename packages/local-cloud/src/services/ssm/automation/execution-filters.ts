import { ServiceError } from '../../../core/service.ts';
import type { AutomationExecution, StepExecution } from './execution.ts';

interface Filter {
  readonly Key?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** What a key of a filter compares with its values. Keys of what is not emulated match nothing. */
type Readers<Item> = Readonly<Record<string, (item: Item) => string | undefined>>;

const ofExecutions: Readers<AutomationExecution> = {
  ExecutionStatus: ({ status }) => status,
  ExecutionId: ({ request }) => request.id,
  ParentExecutionId: ({ request }) => request.child?.parentId,
  CurrentAction: ({ current }) => current?.step.action,
  AutomationType: () => 'Local',
};

const ofSteps: Readers<StepExecution> = {
  StepExecutionStatus: ({ status }) => status,
  StepExecutionId: ({ id }) => id,
  StepName: ({ step }) => step.name,
  Action: ({ step }) => step.action,
};

/** The executions that match all filters. @throws ServiceError InvalidFilterValue for a time that is none. */
export function filterExecutions(
  executions: readonly AutomationExecution[],
  filters: readonly Filter[] = [],
): AutomationExecution[] {
  const conditions = filters.map((filter) => {
    const { Key: key, Values: values = [] } = filter;
    if (key !== 'DocumentNamePrefix')
      return conditionOf(filter, ofExecutions, ({ request }) => request.startedMs);
    return ({ request }: AutomationExecution) =>
      values.some((prefix) => request.document.documentName.startsWith(prefix));
  });
  return executions.filter((execution) => conditions.every((condition) => condition(execution)));
}

/** The steps that match all filters. @throws ServiceError InvalidFilterValue for a time that is none. */
export function filterSteps(
  steps: readonly StepExecution[],
  filters: readonly Filter[] = [],
): StepExecution[] {
  const conditions = filters.map((filter) => conditionOf(filter, ofSteps, ({ startedMs }) => startedMs));
  return steps.filter((step) => conditions.every((condition) => condition(step)));
}

function conditionOf<Item>(
  { Key: key = '', Values: values = [] }: Filter,
  readers: Readers<Item>,
  startedMs: (item: Item) => number | undefined,
): (item: Item) => boolean {
  if (key === 'StartTimeBefore' || key === 'StartTimeAfter') {
    const times = values.map(readTime);
    const isBefore = key === 'StartTimeBefore';
    return (item) => {
      const ms = startedMs(item);
      return ms !== undefined && times.some((limit) => (isBefore ? ms < limit : ms > limit));
    };
  }
  return (item) => values.includes(readers[key]?.(item) ?? '\0');
}

function readTime(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(ms))
    throw new ServiceError('InvalidFilterValue', `The time ${text} is not of the form 2026-01-31T23:59:59Z`);
  return ms;
}
