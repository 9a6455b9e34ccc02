import { boundNames } from '../../lambdas/shared/domain/diagnosis/cause.ts';
import { groupByCause } from '../../lambdas/shared/domain/diagnosis/group-by-cause.ts';
import { type AskedAll, answersOf } from '../account/environments.ts';
import type { FoundProblems, Problem } from '../commands/problems/problem.ts';
import { refusedLines } from './environment-lines.ts';
import { nameInstances } from './name-instances.ts';
import { reasonOf } from './reason-texts.ts';
import { type Cell, table } from './text-table.ts';
import { visibleText } from './visible-text.ts';

/** What is said of instances in a status. */
const verbs = {
  failed: { one: 'is failed', many: 'are failed' },
  unmanaged: { one: 'is unmanaged', many: 'are unmanaged' },
  drifted: { one: 'has drifted', many: 'have drifted' },
} as const;

/** How many places of a reason are printed; `--json` and `--csv` have all. */
const placesMax = 10;

/**
 * Each reason once, with its meaning and its remedy, the most frequent first. Below it each place once, for all
 * instances that share it.
 */
export function problemLines(status: Problem['status'], problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [`No instance ${verbs[status].one}.`];
  const reasons = groupByCause(problems.map((one) => [one.instanceId, { code: one.reason }]));
  const instances = new Set(problems.map(({ instanceId }) => instanceId)).size;
  return [
    `${count(instances)} ${instances === 1 ? verbs[status].one : verbs[status].many}:`,
    ...reasons.flatMap(({ cause: { code }, instanceIds }) => [
      '',
      `${visibleText(code)}: ${count(instanceIds.length)}. ${reasonOf(code)?.sentence ?? ''}`.trimEnd(),
      ...remedyLines(status, code),
      ...placeLines(problems.filter(({ reason }) => reason === code)),
      ...sureLines(problems.filter(({ reason }) => reason === code)),
    ]),
  ];
}

/**
 * What `muster unmanaged --all-environments` and its like print: a row for each reason in each environment, what each
 * reason means, and a line for each environment that cannot be asked.
 */
export function environmentProblemLines(status: Problem['status'], asked: AskedAll<FoundProblems>): string[] {
  const answers = answersOf(asked);
  const all = answers.flatMap(({ value }) => value.problems);
  const rows = answers.flatMap(({ environment, value: { problems } }) =>
    reasonsOf(problems).map(({ code, number }): Cell[] => [environment, code, number]),
  );
  const places = `${answers.length} ${answers.length === 1 ? 'environment' : 'environments'}`;
  const { one, many } = verbs[status];
  const text =
    all.length === 0 ? `No instance ${one}` : `${count(all.length)} ${all.length === 1 ? one : many}`;
  return [
    ...(answers.length === 0 ? [] : [`${text} in ${places}${rows.length === 0 ? '.' : ':'}`]),
    ...(rows.length === 0 ? [] : ['', ...table(['Environment', 'Reason', 'Instances'], rows)]),
    ...reasonsOf(all).flatMap(({ code }) => [
      '',
      `${visibleText(code)}: ${reasonOf(code)?.sentence ?? ''}`.trimEnd(),
      ...remedyLines(status, code),
    ]),
    ...refusedLines(asked),
  ];
}

/** The reasons of problems, the most frequent first. */
function reasonsOf(problems: readonly Problem[]): { readonly code: string; readonly number: number }[] {
  const groups = groupByCause(problems.map((one) => [one.instanceId, { code: one.reason }]));
  return groups.map(({ cause: { code }, instanceIds }) => ({ code, number: instanceIds.length }));
}

/** What a check says has a remedy for when a profile sends it. A drift has its own. */
function remedyLines(status: Problem['status'], code: string): string[] {
  const remedy = reasonOf(status === 'drifted' ? 'Drifted' : code)?.remedy;
  return remedy === undefined ? [] : [`  What to do: ${remedy}`];
}

/** How sure causes are, and what was not looked at for some of them. */
function sureLines(problems: readonly Problem[]): string[] {
  const certainties = [...new Set(problems.flatMap(({ certainty }) => certainty || []))].sort();
  if (certainties.length === 0) return [];
  const names = boundNames(problems.flatMap(({ notLookedAt }) => notLookedAt));
  const unseen = names.length === 0 ? '' : ` Not looked at: ${names.map(visibleText).join('; ')}.`;
  return [`  This is ${certainties.map(visibleText).join(' or ')}.${unseen}`];
}

function placeLines(problems: readonly Problem[]): string[] {
  const places = groupByCause(
    problems.map((problem) => [problem.instanceId, { code: '', detail: placeOf(problem) }]),
  );
  const more = places.length - placesMax;
  return [
    ...places.slice(0, placesMax).map(({ cause: { detail }, instanceIds }) => {
      const named = nameInstances(instanceIds);
      return detail === ''
        ? `  ${named}`
        : `  ${visibleText(detail)}${instanceIds.length > 1 ? ` (${count(instanceIds.length)})` : ''}: ${named}`;
    }),
    ...(more > 0 ? [`  and ${more} more places (--json has all)`] : []),
  ];
}

/** Where it is: the resource at fault, or the agent, the document and the exit code that failed. */
function placeOf({ status, place, agent, document, documentVersion, exitCode, platform }: Problem): string {
  if (status === 'unmanaged') return place;
  const what = agent === '' ? document : `${agent} (${document})`;
  const parts = [
    `${what} version ${documentVersion}`,
    ...(exitCode === '' ? [] : [`exit code ${exitCode}`]),
    ...(platform === '' ? [] : [platform]),
  ];
  return document === '' ? '' : parts.join(', ');
}

function count(number: number): string {
  return `${number} ${number === 1 ? 'instance' : 'instances'}`;
}
