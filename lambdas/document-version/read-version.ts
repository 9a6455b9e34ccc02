import * as z from 'zod/mini';
import type { CustomResourceAnswer } from '../clients/cloudformation-answer.ts';
import type { Documents } from '../clients/documents.ts';

/** The part of a custom resource event that is read. */
export interface VersionRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** Given with updates and deletions: what the creation answered. */
  readonly PhysicalResourceId?: string;
}

const properties = z.object({ DocumentName: z.string().check(z.minLength(1)) });

/** What to answer: the latest version of the document, or why it is not known. A deletion has nothing to read. */
export async function readVersion(
  event: VersionRequest,
  documents: Documents,
): Promise<CustomResourceAnswer> {
  const physicalResourceId = event.PhysicalResourceId ?? 'unnamed';
  if (event.RequestType === 'Delete') return { status: 'SUCCESS', physicalResourceId, data: {} };
  const parsed = properties.safeParse(event.ResourceProperties);
  if (!parsed.success) return fail(physicalResourceId, 'the property DocumentName is missing');
  const name = parsed.data.DocumentName;
  try {
    const Version = await documents.latestVersion(name);
    return { status: 'SUCCESS', physicalResourceId: name, data: { Version } };
  } catch (error) {
    return fail(name, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

function fail(physicalResourceId: string, reason: string): CustomResourceAnswer {
  return {
    status: 'FAILED',
    physicalResourceId,
    reason: `The version of the document ${physicalResourceId}: ${reason}`,
  };
}
