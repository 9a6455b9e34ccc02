import type {
  CreateDocumentRequest,
  CreateDocumentResult,
  DeleteDocumentRequest,
  DeleteDocumentResult,
  DescribeDocumentRequest,
  DescribeDocumentResult,
  DocumentDescription,
  GetDocumentRequest,
  GetDocumentResult,
  ListDocumentsRequest,
  ListDocumentsResult,
  ListDocumentVersionsRequest,
  ListDocumentVersionsResult,
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult,
  UpdateDocumentRequest,
  UpdateDocumentResult,
} from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { readPageToken, writePageToken } from '../../../core/page-token.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { Validation } from '../validation.ts';
import type { Document, DocumentStore, DocumentVersion } from './document-store.ts';
import { documentTypes, isOwnedByAws } from './document-store.ts';

const NAME = /^[a-zA-Z0-9_\-.]{3,128}$/;
const NAME_OR_ARN = /^[a-zA-Z0-9_\-.:/]{3,128}$/;
const VERSION = /^(\$LATEST|\$DEFAULT|[1-9][0-9]*)$/;
const RESERVED = /^(aws|amazon|amzn)/i;
const FORMATS = ['YAML', 'JSON', 'TEXT'] as const;

/** The operations on documents. */
export function documentOperations(store: DocumentStore, host: Host) {
  const on =
    (operation: string) =>
    ({ Name: name = '' }: { Name?: string | undefined }) => [
      { action: `ssm:${operation}`, resource: store.arn(name) },
    ];
  const create: Operation<CreateDocumentRequest, CreateDocumentResult> = {
    authorize: (input) => [
      ...on('CreateDocument')(input),
      ...(input.Tags === undefined ? [] : on('AddTagsToResource')(input)),
    ],
    run: (input) => ({ DocumentDescription: createDocument(input, store, host) }),
  };
  const update: Operation<UpdateDocumentRequest, UpdateDocumentResult> = {
    authorize: on('UpdateDocument'),
    run: (input) => ({ DocumentDescription: updateDocument(input, store) }),
  };
  const describe: Operation<DescribeDocumentRequest, DescribeDocumentResult> = {
    authorize: on('DescribeDocument'),
    run(input) {
      const { document, version } = find(store, input.Name, input.DocumentVersion);
      return { Document: describeVersion(document, version) };
    },
  };
  const get: Operation<GetDocumentRequest, GetDocumentResult> = {
    authorize: on('GetDocument'),
    run: (input) => getDocument(input, store),
  };
  const promote: Operation<UpdateDocumentDefaultVersionRequest, UpdateDocumentDefaultVersionResult> = {
    authorize: on('UpdateDocumentDefaultVersion'),
    run: (input) => promoteVersion(input, store),
  };
  const remove: Operation<DeleteDocumentRequest, DeleteDocumentResult> = {
    authorize: on('DeleteDocument'),
    run: (input) => deleteDocument(input, store),
  };
  const list: Operation<ListDocumentsRequest, ListDocumentsResult> = {
    authorize: () => [{ action: 'ssm:ListDocuments', resource: '*' }],
    run: (input) => listDocuments(input, store),
  };
  const listVersions: Operation<ListDocumentVersionsRequest, ListDocumentVersionsResult> = {
    authorize: on('ListDocumentVersions'),
    run: (input) => listDocumentVersions(input, store),
  };
  return {
    CreateDocument: create,
    UpdateDocument: update,
    DescribeDocument: describe,
    GetDocument: get,
    UpdateDocumentDefaultVersion: promote,
    DeleteDocument: remove,
    ListDocuments: list,
    ListDocumentVersions: listVersions,
  } satisfies Record<string, Operation>;
}

function createDocument(input: CreateDocumentRequest, store: DocumentStore, host: Host): DocumentDescription {
  const { Name: name = '', Content: content = '', DocumentFormat: format = 'JSON' } = input;
  new Validation()
    .required(input.Name, 'name')
    .required(input.Content, 'content')
    .pattern(input.Name, 'name', NAME)
    .oneOf(format, 'documentFormat', FORMATS)
    .done();
  if (RESERVED.test(name))
    throw new ServiceError(
      'ValidationException',
      `Document name ${name} begins with a reserved prefix: aws, amazon, amzn`,
    );
  if (input.Attachments !== undefined || input.Requires !== undefined)
    throw new NotEmulatedError('documents with attachments or requirements');
  const type = documentTypes.find((known) => known === (input.DocumentType ?? 'Command'));
  if (type === undefined) throw new NotEmulatedError(`documents of type ${input.DocumentType}`);
  const tags = new Map((input.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
  const document = store.create(
    { name, type, targetType: input.TargetType, owner: host.accountId, tags },
    { content, format, versionName: input.VersionName },
  );
  return { ...describeVersion(document, store.version(document, '1')), Status: 'Creating' };
}

function updateDocument(input: UpdateDocumentRequest, store: DocumentStore): DocumentDescription {
  new Validation().required(input.Name, 'name').required(input.Content, 'content').done();
  const document = store.get(input.Name ?? '');
  if (isOwnedByAws(document.name)) throw ownedByAws(document);
  const latest = store.version(document, '$LATEST');
  const wanted = input.DocumentVersion;
  if (wanted !== undefined && wanted !== '$LATEST' && wanted !== String(latest.version))
    throw new ServiceError(
      'InvalidDocumentVersion',
      `Only the latest version can be updated: received ${wanted}, the latest is ${latest.version}`,
    );
  const version = store.update(document, {
    content: input.Content ?? '',
    format: input.DocumentFormat ?? latest.format,
    versionName: input.VersionName,
  });
  return { ...describeVersion(document, version), Status: 'Updating' };
}

function promoteVersion(
  { Name: name, DocumentVersion: wanted }: UpdateDocumentDefaultVersionRequest,
  store: DocumentStore,
): UpdateDocumentDefaultVersionResult {
  new Validation()
    .required(wanted, 'documentVersion')
    .pattern(wanted, 'documentVersion', /^[1-9][0-9]*$/)
    .done();
  const { document, version } = find(store, name, wanted);
  if (isOwnedByAws(document.name)) throw ownedByAws(document);
  document.defaultVersion = version.version;
  return { Description: { Name: document.name, DefaultVersion: String(version.version) } };
}

function deleteDocument(input: DeleteDocumentRequest, store: DocumentStore): DeleteDocumentResult {
  const { document } = find(store, input.Name, undefined);
  if (input.DocumentVersion !== undefined || input.VersionName !== undefined)
    throw new NotEmulatedError('the deletion of one version of a document');
  if (isOwnedByAws(document.name)) throw ownedByAws(document);
  store.delete(document.name);
  return {};
}

function ownedByAws({ name }: Document): ServiceError {
  return new ServiceError('InvalidDocument', `Document ${name} is owned by AWS and cannot be changed`);
}

function getDocument(input: GetDocumentRequest, store: DocumentStore): GetDocumentResult {
  const { document, version } = find(store, input.Name, input.DocumentVersion);
  if (input.DocumentFormat !== undefined && input.DocumentFormat !== version.format)
    throw new NotEmulatedError(`turning a ${version.format} document into ${input.DocumentFormat}`);
  return {
    Name: document.name,
    CreatedDate: new Date(version.createdMs),
    DocumentVersion: String(version.version),
    ...(version.versionName === undefined ? {} : { VersionName: version.versionName }),
    Status: 'Active',
    Content: version.content,
    DocumentType: document.type,
    DocumentFormat: version.format,
  };
}

function listDocuments(input: ListDocumentsRequest, store: DocumentStore): ListDocumentsResult {
  new Validation().range(input.MaxResults, 'maxResults', [1, 50]).done();
  if (input.DocumentFilterList !== undefined) throw new NotEmulatedError('DocumentFilterList; use Filters');
  const isWanted = readDocumentFilters(input, store);
  const { page, next } = paginate(store.all().filter(isWanted), input, input.Filters);
  return {
    DocumentIdentifiers: page.map((document) => {
      const version = store.version(document, '$DEFAULT');
      const { Hash, HashType, Status, Parameters, CreatedDate, ...identifier } = describeVersion(
        document,
        version,
      );
      return { ...identifier, ...(CreatedDate === undefined ? {} : { CreatedDate }) };
    }),
    ...next,
  };
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

function listDocumentVersions(
  input: ListDocumentVersionsRequest,
  store: DocumentStore,
): ListDocumentVersionsResult {
  new Validation().required(input.Name, 'name').range(input.MaxResults, 'maxResults', [1, 50]).done();
  const document = store.get(input.Name ?? '');
  const { page, next } = paginate([...document.versions].reverse(), input, document.name);
  return {
    DocumentVersions: page.map((version) => ({
      Name: document.name,
      DocumentVersion: String(version.version),
      ...(version.versionName === undefined ? {} : { VersionName: version.versionName }),
      CreatedDate: new Date(version.createdMs),
      IsDefaultVersion: version.version === document.defaultVersion,
      DocumentFormat: version.format,
      Status: 'Active' as const,
    })),
    ...next,
  };
}

function find(store: DocumentStore, name: string | undefined, versionWanted: string | undefined) {
  new Validation()
    .required(name, 'name')
    .pattern(name, 'name', NAME_OR_ARN)
    .pattern(versionWanted, 'documentVersion', VERSION)
    .done();
  const document = store.get(name ?? '');
  return { document, version: store.version(document, versionWanted) };
}

function describeVersion(document: Document, version: DocumentVersion): DocumentDescription {
  return {
    Name: document.name,
    Owner: document.owner,
    CreatedDate: new Date(version.createdMs),
    Status: 'Active',
    DocumentVersion: String(version.version),
    ...(version.versionName === undefined ? {} : { VersionName: version.versionName }),
    Hash: version.hash,
    HashType: 'Sha256',
    Parameters: Object.entries(version.command?.parameters ?? {}).map(([Name, declaration]) => ({
      Name,
      Type: declaration.type === 'StringList' ? 'StringList' : 'String',
      ...(declaration.default === undefined ? {} : { DefaultValue: defaultText(declaration.default) }),
    })),
    PlatformTypes: [...version.platformTypes],
    DocumentType: document.type,
    SchemaVersion: version.command?.schemaVersion ?? schemaVersionOf(version),
    LatestVersion: String(document.versions.length),
    DefaultVersion: String(document.defaultVersion),
    DocumentFormat: version.format,
    ...(document.targetType === undefined ? {} : { TargetType: document.targetType }),
    Tags: [...document.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}

function schemaVersionOf(version: DocumentVersion): string {
  return /schemaVersion["']?\s*:\s*["']?([0-9.]+)/.exec(version.content)?.[1] ?? '';
}

function defaultText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function paginate<T>(
  items: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  request: unknown,
): { page: readonly T[]; next: { NextToken?: string } } {
  const position = readPageToken(input.NextToken, request);
  if (position === undefined)
    throw new ServiceError('InvalidNextToken', 'The token is not one that this request was given');
  const end = position + (input.MaxResults ?? 50);
  const next = end < items.length ? { NextToken: writePageToken(end, request) } : {};
  return { page: items.slice(position, end), next };
}
