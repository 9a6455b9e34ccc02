import type { UpdateDocumentRequest, UpdateDocumentResult } from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { describeVersion } from '../documents/describe-version.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { authorizeDocument, refuseOwnedByAws } from '../documents/find-document.ts';

/** UpdateDocument: creates a version. It becomes the default only by UpdateDocumentDefaultVersion. */
export function updateDocument(store: DocumentStore): Operation<UpdateDocumentRequest, UpdateDocumentResult> {
  return {
    authorize: (input) => authorizeDocument(store, 'UpdateDocument', input),
    run(input) {
      refuseMembers('UpdateDocument', input, ['Attachments']);
      const document = store.get(input.Name ?? '');
      refuseOwnedByAws(document);
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
        displayName: input.DisplayName,
      });
      document.targetType = input.TargetType ?? document.targetType;
      return { DocumentDescription: { ...describeVersion(document, version), Status: 'Updating' } };
    },
  };
}
