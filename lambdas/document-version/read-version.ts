import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { CustomResourceAnswer } from '../shared/clients/cloudformation-answer.ts';
import { canonicalContent } from '../shared/domain/canonical-content.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { Documents } from './document-versions-client.ts';

/** The part of a custom resource event that is read. */
export interface VersionRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** Present in updates and deletions: the id that the creation answered. */
  readonly PhysicalResourceId?: string;
}

/** What reading needs. */
export interface VersionPorts {
  readonly documents: Documents;
  readonly log: Log;
}

/** `ContentSha256` is the hash of the canonical form of the deployed content. */
const properties = z.object({
  DocumentName: z.string().check(z.minLength(1)),
  ContentSha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

/**
 * How many contents are read, newest version first. With the 20 calls that list 1,000 versions, that is 120
 * calls. At half a second each, they fit into the function's minute.
 */
const contentsReadMax = 100;

/**
 * The answer: the newest version of the document that has the deployed content, or why it is not known. A
 * deletion has nothing to read. If none of the versions read has that content, the answer is the latest
 * version, with a warning in the log (docs/decisions/0001-document-versions.md says why). Never throws: an
 * error becomes the answer.
 */
export async function readVersion(event: VersionRequest, ports: VersionPorts): Promise<CustomResourceAnswer> {
  const physicalResourceId = event.PhysicalResourceId ?? 'unnamed';
  if (event.RequestType === 'Delete') return { status: 'SUCCESS', physicalResourceId, data: {} };
  const parsed = properties.safeParse(event.ResourceProperties);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    return fail(physicalResourceId, `missing or malformed properties: ${names}`);
  }
  const { DocumentName: name, ContentSha256: deployed } = parsed.data;
  try {
    const Version = await findVersion(name, deployed, ports);
    return { status: 'SUCCESS', physicalResourceId: name, data: { Version } };
  } catch (error) {
    return fail(name, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

/** Reads contents one after another, because the first one nearly always matches. */
async function findVersion(
  name: string,
  deployed: string,
  { documents, log }: VersionPorts,
): Promise<string> {
  const versions = await documents.versions(name);
  const [latest] = versions;
  if (latest === undefined) throw new Error('Systems Manager names no version.');
  const candidates = versions.slice(0, contentsReadMax);
  for (const version of candidates)
    if (hashOf(await documents.content(name, version)) === deployed) return version;
  const read = { document: name, version: latest, contentsRead: candidates.length };
  log.warn('no version has the deployed content: the latest one is taken', read);
  return latest;
}

/** The hash of a stored content; undefined when it is not JSON. What a stack deployed is always JSON. */
function hashOf(content: string): string | undefined {
  try {
    return createHash('sha256')
      .update(canonicalContent(JSON.parse(content)))
      .digest('hex');
  } catch {
    return undefined;
  }
}

function fail(physicalResourceId: string, reason: string): CustomResourceAnswer {
  return {
    status: 'FAILED',
    physicalResourceId,
    reason: `The version of the document ${physicalResourceId}: ${reason}`,
  };
}
