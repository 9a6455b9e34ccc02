import type { Targets } from '../targets.ts';
import type { RunSettings } from './associations-schema.ts';

/** An association of the configuration, whichever section declares it. */
export interface Association extends RunSettings {
  /** What it is called, after the prefix. */
  readonly name: string;
  /** The field of `muster.config.ts` that declares it. */
  readonly field: string;
  /** As the configuration names it: a file in documents/command, or a document of AWS. */
  readonly document: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
}

/** The quota of associations for one node (AWS General Reference, Systems Manager). */
export const associationsPerNodeMax = 20;

/**
 * False when no node can be a target of both: they name the same tag key and share no value, and a node has one value
 * for a key. Whatever cannot be known here, such as who is in a group, may meet.
 */
export function canMeet(a: Targets, b: Targets): boolean {
  return Object.entries(a.tags ?? {}).every(([key, values]) => {
    const others = b.tags?.[key];
    return others === undefined || others.some((value) => values.includes(value));
  });
}
