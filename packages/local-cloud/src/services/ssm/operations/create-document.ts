import type { CreateDocumentRequest, CreateDocumentResult } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { describeVersion } from '../documents/describe-version.ts';
import { type DocumentStore, documentTypes } from '../documents/document-store.ts';
import { authorizeDocument } from '../documents/find-document.ts';

const RESERVED = /^(aws|amazon|amzn)/i;
/** CreateDocument. */
export function createDocument(
  store: DocumentStore,
  host: Host,
): Operation<CreateDocumentRequest, CreateDocumentResult> {
  return {
    authorize: (input) => [
      ...authorizeDocument(store, 'CreateDocument', input),
      ...(input.Tags === undefined ? [] : authorizeDocument(store, 'AddTagsToResource', input)),
    ],
    run(input) {
      check(input);
      const { Name: name = '', Content: content = '', DocumentFormat: format = 'JSON' } = input;
      const type = documentTypes.find((known) => known === (input.DocumentType ?? 'Command'));
      if (type === undefined) throw new NotEmulatedError(`documents of type ${input.DocumentType}`);
      const tags = new Map((input.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
      const document = store.create(
        { name, type, targetType: input.TargetType, owner: host.accountId, tags },
        { content, format, versionName: input.VersionName, displayName: input.DisplayName },
      );
      const version = store.version(document, '1');
      return { DocumentDescription: { ...describeVersion(document, version), Status: 'Creating' } };
    },
  };
}

function check(input: CreateDocumentRequest): void {
  const { Name: name = '' } = input;
  if (RESERVED.test(name))
    throw new ServiceError(
      'ValidationException',
      `Document name ${name} begins with a reserved prefix: aws, amazon, amzn`,
    );
  refuseMembers('CreateDocument', input, ['Attachments', 'Requires']);
}
