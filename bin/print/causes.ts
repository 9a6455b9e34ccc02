import { type CauseGroup, groupByCause } from '../../lambdas/shared/domain/diagnosis/diagnose.ts';
import type { InstanceReport } from '../../simulator/run/run-report.ts';
import { nameInstances } from './name-instances.ts';
import { reasonOf } from './reason-texts.ts';
import { visibleText } from './visible-text.ts';

/** How many places of a cause are printed; `--json` has all. */
const placesMax = 10;

/** A cause as the roster has it. */
interface KeptCause {
  readonly code: string;
  readonly detail: string | undefined;
}

/**
 * Why instances are unmanaged. Each cause appears once, with its meaning and its remedy. Below it, each place
 * appears once for all instances that share it, with some of their ids. The most frequent come first. The
 * result is empty when no instance is unmanaged.
 */
export function causeLines(instances: readonly InstanceReport[]): string[] {
  const causes = instances
    .filter(({ status }) => status === 'unmanaged')
    .map(({ instanceId, reason = '', causeDetail }): [string, KeptCause] => [
      instanceId,
      { code: reason, detail: causeDetail },
    ]);
  if (causes.length === 0) return [];
  const places = groupByCause(causes);
  const codes = groupByCause(causes.map(([instanceId, { code }]) => [instanceId, { code }]));
  return [
    'Unmanaged, and why:',
    ...codes.flatMap(({ cause: { code }, instanceIds }) => [
      `  ${count(instanceIds)}: ${visibleText(code)}. ${textOf(code)}`.trimEnd(),
      ...placeLines(places.filter(({ cause }) => cause.code === code)),
    ]),
  ];
}

function placeLines(places: readonly CauseGroup<KeptCause>[]): string[] {
  const more = places.length - placesMax;
  const lines = places.slice(0, placesMax).map(({ cause: { detail }, instanceIds }) => {
    const named = nameInstances(instanceIds);
    return detail === undefined ? named : `${count(instanceIds)}: ${visibleText(detail)}: ${named}`;
  });
  return [...lines, ...(more > 0 ? [`and ${more} more places (--json has all)`] : [])].map(
    (line) => `      ${line}`,
  );
}

function textOf(code: string): string {
  const reason = reasonOf(code);
  return reason === undefined ? '' : `${reason.sentence} ${reason.remedy}`;
}

function count({ length }: readonly string[]): string {
  return `${length} ${length === 1 ? 'instance' : 'instances'}`;
}
