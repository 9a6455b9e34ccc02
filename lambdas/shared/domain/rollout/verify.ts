import { type Invocation, readOutcome } from '../commands/invocation.ts';
import type { OrderItem } from '../commands/order.ts';
import type { Profile } from '../fleet/profile.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import type { RolloutPlan } from './rollout-state.ts';

/** True for a document that can verify what it installed: it takes an `Operation` that is `Install` unless it is said (documents/README.md). */
export function isVerifiable(
  parameters: readonly {
    readonly Name?: string | undefined;
    readonly DefaultValue?: string | undefined;
  }[] = [],
): boolean {
  return parameters.some(({ Name, DefaultValue }) => Name === 'Operation' && DefaultValue === 'Install');
}

/** What the verification of some members has shown so far. */
export interface Verified {
  readonly pendingIds: ReadonlySet<string>;
  readonly unwellIds: ReadonlySet<string>;
  /** Those of whom fewer commands are seen than each of them is to get. */
  readonly missingIds: ReadonlySet<string>;
}

/** An invocation that shows itself later than this after its command does not exist: the instance was refused. */
const missingMs = 5 * 60_000;

/** A verification that takes longer than this is not well. Installers look at health for minutes at most. */
const verifyMsMax = 60 * 60_000;

/**
 * What verifies one instance: each document of the roll-out that it has and that takes an `Operation`, with `Verify`, in
 * the version that it was sent, and with the parameters that its profile sends now. It changes nothing there.
 */
export function verifyItems(
  entry: RosterEntry,
  { versions, gate }: Pick<RolloutPlan, 'versions' | 'gate'>,
  profiles: readonly Profile[],
): readonly OrderItem[] {
  const { instanceId, profile: profileName } = entry;
  if (entry.status !== 'onboarded') return [];
  const profile = profiles.find(({ name }) => name === profileName);
  const own = (entry.agents ?? [entry]).flatMap(({ document, status }) =>
    document !== undefined && status === 'onboarded' ? [document] : [],
  );
  return own.flatMap((document): OrderItem[] => {
    const documentVersion = Object.hasOwn(versions, document) ? versions[document] : undefined;
    if (documentVersion === undefined || gate.verify?.includes(document) !== true) return [];
    const chosen = Object.values(profile?.documents ?? {}).find((choice) => choice.document === document);
    const parameters = { ...chosen?.parameters, Operation: ['Verify'] };
    return [{ instanceId, document, documentVersion, parameters }];
  });
}

/** Reads what a verification has shown. Who was sent nothing, because Systems Manager refused it, is not well. */
export function readVerified(
  items: readonly OrderItem[],
  invocations: readonly Invocation[],
  { sentAt, nowMs }: { readonly sentAt: number; readonly nowMs: number },
): Verified {
  const outcomesOf = new Map<string, string[]>();
  for (const invocation of invocations) {
    const told = outcomesOf.get(invocation.instanceId) ?? [];
    outcomesOf.set(invocation.instanceId, [...told, readOutcome(invocation).kind]);
  }
  const pendingIds = new Set<string>();
  const unwellIds = new Set<string>();
  const missingIds = new Set<string>();
  for (const [instanceId, wanted] of countByInstance(items)) {
    const told = outcomesOf.get(instanceId) ?? [];
    const isRunning = told.includes('running') && nowMs - sentAt < verifyMsMax;
    if (told.length < wanted) missingIds.add(instanceId);
    const isMissing = told.length < wanted && nowMs - sentAt < missingMs;
    if (told.some((kind) => kind === 'failed' || kind === 'excluded')) unwellIds.add(instanceId);
    else if (isRunning || isMissing) pendingIds.add(instanceId);
    else if (told.includes('running') || told.length < wanted) unwellIds.add(instanceId);
  }
  return { pendingIds, unwellIds, missingIds };
}

function countByInstance(items: readonly OrderItem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { instanceId } of items) counts.set(instanceId, (counts.get(instanceId) ?? 0) + 1);
  return counts;
}
