import type { DescribeDocumentRequest, DescribeDocumentResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { describeVersion } from '../documents/describe-version.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { authorizeDocument, findDocument } from '../documents/find-document.ts';

/** DescribeDocument. */
export function describeDocument(
  store: DocumentStore,
): Operation<DescribeDocumentRequest, DescribeDocumentResult> {
  return {
    authorize: (input) => authorizeDocument(store, 'DescribeDocument', input),
    run(input) {
      const { document, version } = findDocument(store, input.Name, input.DocumentVersion, input.VersionName);
      return { Document: describeVersion(document, version) };
    },
  };
}
