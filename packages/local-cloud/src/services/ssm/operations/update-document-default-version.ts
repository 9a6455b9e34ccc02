import type {
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult,
} from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { authorizeDocument, findDocument, refuseOwnedByAws } from '../documents/find-document.ts';

/** UpdateDocumentDefaultVersion. */
export function updateDocumentDefaultVersion(
  store: DocumentStore,
): Operation<UpdateDocumentDefaultVersionRequest, UpdateDocumentDefaultVersionResult> {
  return {
    authorize: (input) => authorizeDocument(store, 'UpdateDocumentDefaultVersion', input),
    run({ Name: name, DocumentVersion: wanted }) {
      new Validation()
        .required(wanted, 'documentVersion')
        .pattern(wanted, 'documentVersion', /^[1-9][0-9]*$/)
        .done();
      const { document, version } = findDocument(store, name, wanted);
      refuseOwnedByAws(document);
      document.defaultVersion = version.version;
      return { Description: { Name: document.name, DefaultVersion: String(version.version) } };
    },
  };
}
