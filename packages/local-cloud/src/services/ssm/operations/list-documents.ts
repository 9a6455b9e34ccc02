import type { DocumentIdentifier, ListDocumentsRequest, ListDocumentsResult } from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { describeVersion } from '../documents/describe-version.ts';
import type { Document, DocumentStore } from '../documents/document-store.ts';

/** ListDocuments, in the order of creation. */
export function listDocuments(store: DocumentStore): Operation<ListDocumentsRequest, ListDocumentsResult> {
  return {
    authorize: () => [{ action: 'ssm:ListDocuments', resource: '*' }],
    run(input) {
      new Validation().range(input.MaxResults, 'maxResults', [1, 50]).done();
      if (input.DocumentFilterList !== undefined)
        throw new NotEmulatedError('DocumentFilterList; use Filters');
      const found = store.all().filter(readDocumentFilters(input, store));
      const { page, next } = takePage(found, input, { size: 50, request: input.Filters });
      return { DocumentIdentifiers: page.map((document) => identify(store, document)), ...next };
    },
  };
}

function identify(store: DocumentStore, document: Document): DocumentIdentifier {
  const version = store.version(document, '$DEFAULT');
  const { Hash, HashType, Status, Parameters, CreatedDate, ...identifier } = describeVersion(
    document,
    version,
  );
  return { ...identifier, ...(CreatedDate === undefined ? {} : { CreatedDate }) };
}

function readDocumentFilters(input: ListDocumentsRequest, store: DocumentStore) {
  const conditions = (input.Filters ?? []).map(({ Key: key, Values: values = [] }) => {
    if (key === 'Owner')
      return (document: Document) =>
        values.some((value) => (value === 'Self' ? document.owner !== 'Amazon' : document.owner === value));
    if (key === 'Name')
      return (document: Document) => values.some((value) => document.name.startsWith(value));
    if (key === 'DocumentType') return (document: Document) => values.includes(document.type);
    if (key === 'PlatformTypes')
      return (document: Document) =>
        store.version(document, '$DEFAULT').platformTypes.some((type) => values.includes(type));
    throw new NotEmulatedError(`the ListDocuments filter ${key}`);
  });
  return (document: Document) => conditions.every((condition) => condition(document));
}
