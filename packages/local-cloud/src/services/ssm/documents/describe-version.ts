import type { DocumentDescription } from '@aws-sdk/client-ssm';
import type { Document, DocumentVersion } from './document-store.ts';

/** A version of a document as DescribeDocument shows it. */
export function describeVersion(document: Document, version: DocumentVersion): DocumentDescription {
  const { schemaVersion, parameters = {} } = version.command ?? version.runbook ?? {};
  return {
    Name: document.name,
    ...(version.displayName === undefined ? {} : { DisplayName: version.displayName }),
    Owner: document.owner,
    CreatedDate: new Date(version.createdMs),
    Status: 'Active',
    DocumentVersion: String(version.version),
    ...(version.versionName === undefined ? {} : { VersionName: version.versionName }),
    Hash: version.hash,
    HashType: 'Sha256',
    Parameters: Object.entries(parameters).map(([Name, declaration]) => ({
      Name,
      Type: declaration.type === 'StringList' ? 'StringList' : 'String',
      ...(declaration.default === undefined ? {} : { DefaultValue: defaultText(declaration.default) }),
    })),
    PlatformTypes: [...version.platformTypes],
    DocumentType: document.type,
    SchemaVersion: schemaVersion ?? schemaVersionOf(version),
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
