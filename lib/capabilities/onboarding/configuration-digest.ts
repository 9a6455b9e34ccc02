import { createHash } from 'node:crypto';
import type { Settings } from '../../configuration/settings.ts';
import { chosenDocuments } from './profile-choices.ts';
import { deployAgents, deployProfiles } from './profiles.ts';

/** Enough that two deployments of one application never share a digest, and few enough for a kilobyte of an entry. */
const digestLength = 12;

/**
 * A digest of what may be sent: the profiles, the agents, and the content of their documents. A deployment that
 * changes one of them has another digest, and Muster then decides anew about what failed or was not supported. A
 * document of AWS counts by its name, because AWS decides its content.
 */
export function configurationDigest(settings: Settings, hashes: ReadonlyMap<string, string>): string {
  const documents = chosenDocuments(settings).map((name) => [name, hashes.get(name) ?? null]);
  const text = JSON.stringify([deployProfiles(settings), deployAgents(settings), documents]);
  return createHash('sha256').update(text).digest('hex').slice(0, digestLength);
}
