import type { ListDocumentVersionsRequest, ListDocumentVersionsResult } from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { authorizeDocument } from '../documents/find-document.ts';

/** ListDocumentVersions, newest first. */
export function listDocumentVersions(
  store: DocumentStore,
): Operation<ListDocumentVersionsRequest, ListDocumentVersionsResult> {
  return {
    authorize: (input) => authorizeDocument(store, 'ListDocumentVersions', input),
    run(input) {
      const document = store.get(input.Name ?? '');
      const newestFirst = [...document.versions].reverse();
      const { page, next } = takePage(newestFirst, input, { size: 50, request: document.name });
      return {
        DocumentVersions: page.map((version) => ({
          Name: document.name,
          ...(version.displayName === undefined ? {} : { DisplayName: version.displayName }),
          DocumentVersion: String(version.version),
          ...(version.versionName === undefined ? {} : { VersionName: version.versionName }),
          CreatedDate: new Date(version.createdMs),
          IsDefaultVersion: version.version === document.defaultVersion,
          DocumentFormat: version.format,
          Status: 'Active' as const,
        })),
        ...next,
      };
    },
  };
}
