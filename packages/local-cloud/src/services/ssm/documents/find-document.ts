import { type Authorization, ServiceError } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { type Document, type DocumentStore, isOwnedByAws } from './document-store.ts';

const NAME_OR_ARN = /^[a-zA-Z0-9_\-.:/]{3,128}$/;
const VERSION = /^(\$LATEST|\$DEFAULT|[1-9][0-9]*)$/;

/** What IAM is asked by an operation on one document. */
export function authorizeDocument(
  store: DocumentStore,
  operation: string,
  { Name: name = '' }: { readonly Name?: string | undefined },
): Authorization[] {
  return [{ action: `ssm:${operation}`, resource: store.arn(name) }];
}

/** A document by name or ARN, and one of its versions: the default when none is wanted. Refuses what is malformed. */
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

/** @throws ServiceError InvalidDocument for a document of AWS, which nobody can change. */
export function refuseOwnedByAws({ name }: Document): void {
  if (isOwnedByAws(name))
    throw new ServiceError('InvalidDocument', `Document ${name} is owned by AWS and cannot be changed`);
}
