import type { GetDocumentRequest, GetDocumentResult } from '@aws-sdk/client-ssm';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { authorizeDocument, findDocument } from '../documents/find-document.ts';

/** GetDocument: the content as it was created. */
export function getDocument(store: DocumentStore): Operation<GetDocumentRequest, GetDocumentResult> {
  return {
    authorize: (input) => authorizeDocument(store, 'GetDocument', input),
    run(input) {
      const { document, version } = findDocument(store, input.Name, input.DocumentVersion, input.VersionName);
      if (input.DocumentFormat !== undefined && input.DocumentFormat !== version.format)
        throw new NotEmulatedError(`turning a ${version.format} document into ${input.DocumentFormat}`);
      return {
        Name: document.name,
        ...(version.displayName === undefined ? {} : { DisplayName: version.displayName }),
        CreatedDate: new Date(version.createdMs),
        DocumentVersion: String(version.version),
        ...(version.versionName === undefined ? {} : { VersionName: version.versionName }),
        Status: 'Active',
        Content: version.content,
        DocumentType: document.type,
        DocumentFormat: version.format,
      };
    },
  };
}
