import { type CauseGroup, groupByCause } from '../../lambdas/shared/domain/diagnosis/group-by-cause.ts';
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
  readonly certainty: string | undefined;
  readonly notLookedAt: readonly string[] | undefined;
}

/**
 * Why instances are unmanaged. Each cause appears once, with how sure it is, its meaning and its remedy. Below
 * it, each place appears once for all instances that share it, with some of their ids, and what was not looked at. The most frequent come first. The
 * result is empty when no instance is unmanaged.
 */
export function causeLines(instances: readonly InstanceReport[]): string[] {
  const causes = instances
    .filter(({ status }) => status === 'unmanaged')
    .map(({ instanceId, reason = '', causeDetail: detail, causeCertainty: certainty, notLookedAt }) => {
      const cause: KeptCause = { code: reason, detail, certainty, notLookedAt };
      return [instanceId, cause] as const;
    });
  if (causes.length === 0) return [];
  const places = groupByCause(causes);
  const codes = groupByCause(causes.map(([instanceId, { detail: _, ...cause }]) => [instanceId, cause]));
  return [
    'Unmanaged, and why:',
    ...codes.flatMap(({ cause: { code, certainty }, instanceIds, notLookedAt }) => [
      `  ${count(instanceIds)}: ${visibleText(code)}. ${textOf(code)}`.trimEnd(),
      ...placeLines(places.filter(({ cause }) => cause.code === code && cause.certainty === certainty)),
      ...sureLines(certainty, notLookedAt),
    ]),
  ];
}

/** How sure a cause is, and what was not looked at; nothing for one that an earlier version found. */
function sureLines(certainty: string | undefined, notLookedAt: readonly string[]): string[] {
  if (certainty === undefined) return [];
  const sure = visibleText(`${certainty.charAt(0).toUpperCase()}${certainty.slice(1)}.`);
  const names = notLookedAt.map(visibleText).join('; ');
  return [`      ${sure}${names === '' ? '' : ` Not looked at: ${names}.`}`];
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
