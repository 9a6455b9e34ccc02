import type { DeleteDocumentRequest, DeleteDocumentResult } from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { authorizeDocument, findDocument, refuseOwnedByAws } from '../documents/find-document.ts';

/** DeleteDocument, with all versions. */
export function deleteDocument(store: DocumentStore): Operation<DeleteDocumentRequest, DeleteDocumentResult> {
  return {
    authorize: (input) => authorizeDocument(store, 'DeleteDocument', input),
    run(input) {
      const { document } = findDocument(store, input.Name, undefined);
      refuseMembers('DeleteDocument', input, ['DocumentVersion', 'VersionName', 'Force']);
      refuseOwnedByAws(document);
      store.delete(document.name);
      return {};
    },
  };
}
