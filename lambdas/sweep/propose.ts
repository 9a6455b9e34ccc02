import type { ProposedVersionsStore } from '../shared/clients/rollout/proposed-versions-store.ts';
import type { Announcements } from '../shared/clients/roster/announcements.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import { chunk } from '../shared/domain/commands/order.ts';
import { lackedDocuments } from '../shared/domain/rollout/lacks.ts';
import { newVersions, type Proposal, versionName } from '../shared/domain/rollout/proposal.ts';
import type { RosterStanding } from '../shared/domain/roster/roster-entry.ts';

/** What proposing needs from outside. */
export interface ProposalPorts {
  readonly roster: Pick<Roster, 'read'>;
  readonly proposedVersions: ProposedVersionsStore;
  readonly announcements: Pick<Announcements, 'propose'>;
}

/** What is known of the deployment, and of what was proposed before. */
export interface ProposalKnowledge {
  readonly standings: ReadonlyMap<string, RosterStanding>;
  /** By document: the version that the last deployment made. */
  readonly documentVersions: Readonly<Record<string, string>>;
  /** The digest of what may be sent. */
  readonly configuration: string;
  readonly proposed: ReadonlySet<string>;
}

/**
 * Proposes a roll-out for each version that a deployment has made and that some onboarded instance has not got: an event,
 * once for each version. A version that nobody lacks is noted without an event. It is noted before the event is put, so a
 * call that dies in between loses the event; nothing is told twice.
 */
export async function propose(known: ProposalKnowledge, ports: ProposalPorts): Promise<readonly Proposal[]> {
  const versions = newVersions(known.documentVersions, known.proposed);
  if (Object.keys(versions).length === 0) return [];
  const behind = await countBehind(versions, known, ports);
  const proposals: Proposal[] = [];
  for (const [document, documentVersion] of Object.entries(versions)) {
    const isFirst = await ports.proposedVersions.note(versionName(document, documentVersion));
    const count = behind.get(document) ?? 0;
    if (isFirst && count > 0) proposals.push({ document, documentVersion, behind: count });
  }
  await ports.announcements.propose(proposals);
  return proposals;
}

/** How many entries are read together: they are whole, and a large roster does not fit into memory. */
const entriesPerReadMax = 5000;

/**
 * By document: how many onboarded instances have another version. Who was decided under the present configuration has got
 * the present versions, so a first deployment reads nothing.
 */
async function countBehind(
  versions: Readonly<Record<string, string>>,
  { standings, configuration }: ProposalKnowledge,
  { roster }: ProposalPorts,
): Promise<ReadonlyMap<string, number>> {
  const earlier = [...standings.values()].filter(
    (entry) => entry.status === 'onboarded' && entry.configuration !== configuration,
  );
  const counts = new Map<string, number>();
  for (const some of chunk(earlier, entriesPerReadMax)) {
    const entries = await roster.read(some.map(({ instanceId }) => instanceId));
    const lacked = [...entries.values()].flatMap((entry) =>
      entry.status === 'onboarded' ? lackedDocuments(entry, { versions }) : [],
    );
    for (const document of lacked) counts.set(document, (counts.get(document) ?? 0) + 1);
  }
  return counts;
}
