import type { DocumentIdentifier, ListDocumentsRequest, ListDocumentsResult } from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { describeVersion } from '../documents/describe-version.ts';
import type { Document, DocumentStore } from '../documents/document-store.ts';

const keys = 'Name, Owner, PlatformTypes, DocumentType, TargetType, SearchKeyword, tag:<key>';

/** ListDocuments, in the order of creation. */
export function listDocuments(store: DocumentStore): Operation<ListDocumentsRequest, ListDocumentsResult> {
  return {
    authorize: () => [{ action: 'ssm:ListDocuments', resource: '*' }],
    run(input) {
      refuseMembers('ListDocuments', input, ['DocumentFilterList']);
      const found = store.all().filter(readDocumentFilters(input, store));
      const { page, next } = takePage(found, input, { size: 50, request: input.Filters });
      return { DocumentIdentifiers: page.map((document) => identify(store, document)), ...next };
    },
  };
}

/** What the list shows of a document: less than its description, of which the model of the list knows only a part. */
function identify(store: DocumentStore, document: Document): DocumentIdentifier {
  const described = describeVersion(document, store.version(document, '$DEFAULT'));
  const { Hash, HashType, Status, Parameters, LatestVersion, DefaultVersion, ...identifier } = described;
  return identifier;
}

type Test = (document: Document) => boolean;

function readDocumentFilters(input: ListDocumentsRequest, store: DocumentStore): Test {
  const conditions = (input.Filters ?? []).map(({ Key: key = '', Values: values = [] }): Test => {
    if (key === 'Owner') return (document) => values.some((value) => isOwner(document, value));
    if (key === 'Name') return (document) => values.some((value) => document.name.startsWith(value));
    if (key === 'DocumentType') return (document) => values.includes(document.type);
    if (key === 'TargetType') return (document) => values.includes(document.targetType ?? '');
    if (key === 'PlatformTypes')
      return (document) =>
        store.version(document, '$DEFAULT').platformTypes.some((type) => values.includes(type));
    if (key.startsWith('tag:'))
      return ({ tags }) => values.includes(tags.get(key.slice('tag:'.length)) ?? '\0');
    if (key === 'SearchKeyword') throw new NotEmulatedError(`the ListDocuments filter ${key}`);
    throw new ServiceError('InvalidFilterKey', `The filter key ${key} is not valid; allowed: ${keys}`);
  });
  return (document) => conditions.every((condition) => condition(document));
}

/** Nobody shares documents here: the private ones are the own ones, and no third party has any. */
function isOwner({ owner }: Document, value: string): boolean {
  if (value === 'Self' || value === 'Private') return owner !== 'Amazon';
  return value === 'All' || owner === value;
}
