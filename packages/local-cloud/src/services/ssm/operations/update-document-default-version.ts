import type {
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult,
} from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { authorizeDocument, findDocument, refuseOwnedByAws } from '../documents/find-document.ts';

/** UpdateDocumentDefaultVersion. */
export function updateDocumentDefaultVersion(
  store: DocumentStore,
): Operation<UpdateDocumentDefaultVersionRequest, UpdateDocumentDefaultVersionResult> {
  return {
    authorize: (input) => authorizeDocument(store, 'UpdateDocumentDefaultVersion', input),
    run({ Name: name, DocumentVersion: wanted }) {
      const { document, version } = findDocument(store, name, wanted);
      refuseOwnedByAws(document);
      document.defaultVersion = version.version;
      return { Description: { Name: document.name, DefaultVersion: String(version.version) } };
    },
  };
}
