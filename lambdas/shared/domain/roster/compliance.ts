import type { RosterEntry } from './roster-entry.ts';

/** What Systems Manager judges of a node, and the field of its entry that says the latest judgement. */
export const complianceFields = { Patch: 'patchCompliance', Association: 'associationCompliance' } as const;
export type ComplianceType = keyof typeof complianceFields;

/** The field of an entry that says what people were told of it last. */
export const toldField = 'toldOf';

/** A judgement. `atMs` is the time of its event, in epoch milliseconds. */
export interface Compliance {
  readonly type: ComplianceType;
  readonly isCompliant: boolean;
  readonly atMs: number;
}

/**
 * A judgement as the text that an entry holds: `1769817600000 non_compliant`. The time has 13 digits until the year 2286,
 * so a later text is greater.
 */
export function writeCompliance({ isCompliant, atMs }: Compliance): string {
  return `${atMs} ${isCompliant ? 'compliant' : 'non_compliant'}`;
}

/** The judgements of an entry. What another version wrote in another form is left out. */
export function complianceOf(entry: RosterEntry): readonly Compliance[] {
  return (['Patch', 'Association'] as const).flatMap((type): Compliance[] => {
    const [, time, status] =
      /^(\d{13}) (compliant|non_compliant)$/.exec(entry[complianceFields[type]] ?? '') ?? [];
    return time === undefined ? [] : [{ type, isCompliant: status === 'compliant', atMs: Number(time) }];
  });
}
