import { type Authorization, ServiceError } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { type Document, type DocumentStore, isOwnedByAws } from './document-store.ts';

const NAME_OR_ARN = /^[a-zA-Z0-9_\-.:/]{3,128}$/;
const VERSION = /^(\$LATEST|\$DEFAULT|[1-9][0-9]*)$/;

/** The authorization of an operation on one document. */
export function authorizeDocument(
  store: DocumentStore,
  operation: string,
  { Name: name = '' }: { readonly Name?: string | undefined },
): Authorization[] {
  return [{ action: `ssm:${operation}`, resource: store.arn(name) }];
}

/**
 * Finds a document by name or ARN, and one of its versions. Without a version, it is the default. Refuses malformed
 * references.
 */
export function findDocument(
  store: DocumentStore,
  name: string | undefined,
  versionWanted: string | undefined,
) {
  new Validation()
    .required(name, 'name')
    .pattern(name, 'name', NAME_OR_ARN)
    .pattern(versionWanted, 'documentVersion', VERSION)
    .done();
  const document = store.get(name ?? '');
  return { document, version: store.version(document, versionWanted) };
}

/** @throws ServiceError InvalidDocument for a document that AWS owns, which cannot be changed. */
export function refuseOwnedByAws({ name }: Document): void {
  if (isOwnedByAws(name))
    throw new ServiceError('InvalidDocument', `Document ${name} is owned by AWS and cannot be changed`);
}
