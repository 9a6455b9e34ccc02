import type { WantedAssociation } from './parse-singleton.ts';

/** An association as the list shows it. */
export interface ListedAssociation {
  readonly id: string;
  readonly name: string | undefined;
  readonly document: string;
  /** Whether it targets every node. Otherwise it targets some: by tags, by ids, or by a group. */
  readonly reachesAll: boolean;
}

/** How there comes to be one association of its kind. The ids are those of ours that go. */
export type AssociationPlan =
  | { readonly kind: 'create' | 'yield'; readonly remove: readonly string[]; readonly reason: string }
  | {
      readonly kind: 'update';
      readonly id: string;
      readonly remove: readonly string[];
      readonly reason: string;
    };

/** Whose association does the same already. */
const rivals: Readonly<Record<WantedAssociation['purpose'], (each: ListedAssociation) => boolean>> = {
  // A node runs one inventory association. One that targets some nodes goes before the one for all, which is skipped there
  // (user guide, troubleshooting of inventory). A second one for all nodes is refused.
  inventory: ({ document, reachesAll }) => document === 'AWS-GatherSoftwareInventory' && reachesAll,
  // The last scan overwrites the others, whatever its targets. Patch policies of Quick Setup scan too, and when they install.
  scan: ({ document, name = '' }) =>
    /^AWS-RunPatchBaseline(Association|WithHooks)?$/.test(document) ||
    /^AWS-QuickSetup-.*(ScanForPatches|InstallPatches|PatchPolicy)/.test(name),
};

/** The names that Muster gives: two installations in one account must not both wait for the other. */
const ofMuster = /-sole-[0-9a-f]{8}$/;

/** Decides whether ours is made, stays, or is left to that of somebody else. */
export function planAssociation(
  wanted: WantedAssociation,
  listed: readonly ListedAssociation[],
): AssociationPlan {
  const [own, ...extra] = listed.filter(({ name }) => name === wanted.name);
  const others = listed.filter((each) => each.name !== wanted.name && rivals[wanted.purpose](each));
  const before = others.filter((each) => goesBefore(each, own));
  const remove = extra.map(({ id }) => id);
  if (before.length > 0 && !wanted.isBesideOthers) {
    const mine = own === undefined ? [] : [own.id, ...remove];
    return { kind: 'yield', remove: mine, reason: tellYield(before) };
  }
  const beside = others.length === 0 ? '' : `; the last result of a node counts, besides ${names(others)}`;
  if (own === undefined)
    return { kind: 'create', remove, reason: `${wanted.name} is made for every node${beside}` };
  return { kind: 'update', id: own.id, remove, reason: `${wanted.name} is there for every node${beside}` };
}

/** Whoever is there goes before ours. Of two installations of Muster, the one with the smaller id stays. */
function goesBefore(other: ListedAssociation, own: ListedAssociation | undefined): boolean {
  return own === undefined || !ofMuster.test(other.name ?? '') || other.id < own.id;
}

function tellYield(others: readonly ListedAssociation[]): string {
  const some = others.every(({ reachesAll }) => !reachesAll);
  const gap = some ? '. It does not target every node: nobody does this on the rest' : '';
  return `it is left to ${names(others)}${gap}. Muster takes over within an hour when that is gone`;
}

function names(others: readonly ListedAssociation[]): string {
  return others
    .map(({ id, name }) => `${name ?? id}${name?.startsWith('AWS-QuickSetup-') ? ' (of Quick Setup)' : ''}`)
    .join(', ');
}
