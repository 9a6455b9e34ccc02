import { type Authorization, ServiceError } from '../../../core/service.ts';
import { type Document, type DocumentStore, isOwnedByAws } from './document-store.ts';

/** The authorization of an operation on one document. */
export function authorizeDocument(
  store: DocumentStore,
  operation: string,
  { Name: name = '' }: { readonly Name?: string | undefined },
): Authorization[] {
  return [{ action: `ssm:${operation}`, resource: store.arn(name) }];
}

/**
 * Finds a document by name or ARN, and one of its versions, by number or by name. Without either, it is the default.
 * @throws ServiceError InvalidDocument when no version has the name.
 */
export function findDocument(
  store: DocumentStore,
  name: string | undefined,
  versionWanted: string | undefined,
  versionName?: string | undefined,
) {
  const document = store.get(name ?? '');
  if (versionName === undefined) return { document, version: store.version(document, versionWanted) };
  const named = document.versions.find((version) => version.versionName === versionName);
  const wanted = versionWanted === undefined ? named : store.version(document, versionWanted);
  if (named !== undefined && wanted === named) return { document, version: named };
  throw new ServiceError(
    'InvalidDocument',
    `Document ${document.name} has no version ${versionWanted ?? ''} with the name ${versionName}`,
  );
}

/** @throws ServiceError InvalidDocument for a document that AWS owns, which cannot be changed. */
export function refuseOwnedByAws({ name }: Document): void {
  if (isOwnedByAws(name))
    throw new ServiceError('InvalidDocument', `Document ${name} is owned by AWS and cannot be changed`);
}
