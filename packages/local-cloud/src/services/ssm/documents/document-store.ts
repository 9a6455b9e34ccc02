import { createHash } from 'node:crypto';
import type { CommandDocument } from '../../../agent/command-document.ts';
import type { PlatformType } from '../../../agent/platforms.ts';
import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import { readRunbook } from '../automation/read-runbook.ts';
import type { Runbook } from '../automation/runbook.ts';
import { platformTypesOf, readCommandDocument, readContent } from './document-content.ts';
import { refuseDocumentOfAws } from './documents-of-aws.ts';
import { checkSessionContent } from './session-content.ts';

/** The largest text of a document. */
const CONTENT_BYTES_MAX = 65_536;
const VERSIONS_MAX = 1_000;

/** The document types. Command documents can be sent, and Automation documents started. */
export const documentTypes = ['Command', 'Policy', 'Automation', 'Session', 'Package'] as const;
/** The type of a document. */
export type DocumentType = (typeof documentTypes)[number];
/** The format of a document. */
export type DocumentFormat = 'JSON' | 'YAML' | 'TEXT';

/** One version. It is immutable, because commands refer to it. */
export interface DocumentVersion {
  readonly documentName: string;
  readonly version: number;
  readonly versionName: string | undefined;
  /** The name for people, which may differ for each version. */
  readonly displayName?: string | undefined;
  readonly content: string;
  readonly format: DocumentFormat;
  /** SHA-256 of the content, in lower-case hexadecimal. */
  readonly hash: string;
  readonly createdMs: number;
  /** The parsed content, or undefined if the document is not a Command. */
  readonly command: CommandDocument | undefined;
  /** The parsed content of an Automation document. */
  readonly runbook?: Runbook | undefined;
  readonly platformTypes: readonly PlatformType[];
}

/** A named document and its versions. */
export interface Document {
  readonly name: string;
  readonly type: DocumentType;
  targetType: string | undefined;
  readonly owner: string;
  readonly versions: DocumentVersion[];
  defaultVersion: number;
  readonly tags: Map<string, string>;
}

/** The input of a new version. */
export interface DocumentDraft {
  readonly content: string;
  readonly format: DocumentFormat;
  readonly versionName: string | undefined;
  /** @default that of the latest version */
  readonly displayName?: string | undefined;
}

/** The versions with which a new one is compared. AWS does not say. */
export type ComparedVersions = 'all' | 'latest';

/** The documents of the account and region, and a few that AWS owns. */
export class DocumentStore {
  readonly #host: Host;
  readonly #comparedVersions: ComparedVersions;
  readonly #byName = new Map<string, Document>();

  constructor(host: Host, comparedVersions: ComparedVersions = 'all') {
    this.#host = host;
    this.#comparedVersions = comparedVersions;
  }

  /** Every document, in the order of creation. */
  all(): readonly Document[] {
    return [...this.#byName.values()];
  }

  /** A document by name or ARN, or undefined. */
  find(nameOrArn: string): Document | undefined {
    return this.#isElsewhere(nameOrArn) ? undefined : this.#byName.get(documentName(nameOrArn));
  }

  /**
   * A document by name or ARN. @throws ServiceError InvalidDocument when there is none.
   * @throws NotEmulatedError for one that AWS has.
   */
  get(nameOrArn: string): Document {
    const found = this.find(nameOrArn);
    if (found !== undefined) return found;
    if (!this.#isElsewhere(nameOrArn)) refuseDocumentOfAws(documentName(nameOrArn));
    throw new ServiceError(
      'InvalidDocument',
      `Document with name ${documentName(nameOrArn)} does not exist.`,
    );
  }

  /** A version by `$LATEST`, `$DEFAULT` (the default) or number. Throws InvalidDocumentVersion when there is none. */
  version(document: Document, version: string | undefined): DocumentVersion {
    const wanted =
      version === '$LATEST'
        ? document.versions.length
        : version === undefined || version === '$DEFAULT'
          ? document.defaultVersion
          : Number(version);
    const found = document.versions[wanted - 1];
    if (found !== undefined) return found;
    throw new ServiceError(
      'InvalidDocumentVersion',
      `Document version ${version} does not exist for document ${document.name}; there are 1..${document.versions.length}`,
    );
  }

  /** Creates a document with version 1, which is its default version. */
  create(
    about: Pick<Document, 'name' | 'type' | 'targetType' | 'owner' | 'tags'>,
    draft: DocumentDraft,
  ): Document {
    if (this.#byName.has(about.name))
      throw new ServiceError('DocumentAlreadyExists', `Document ${about.name} already exists`);
    const document: Document = { ...about, versions: [], defaultVersion: 1 };
    document.versions.push(this.#makeVersion(document, draft));
    this.#byName.set(about.name, document);
    return document;
  }

  /** Creates the next version. It is not the default until `defaultVersion` is set. */
  update(document: Document, draft: DocumentDraft): DocumentVersion {
    const version = this.#makeVersion(document, draft);
    const compared = this.#comparedVersions === 'all' ? document.versions : document.versions.slice(-1);
    if (compared.some((earlier) => earlier.hash === version.hash))
      throw new ServiceError(
        'DuplicateDocumentContent',
        'The content of the association document matches another document. Change the content of the document and try again.',
      );
    if (draft.versionName !== undefined && document.versions.some((v) => v.versionName === draft.versionName))
      throw new ServiceError(
        'DuplicateDocumentVersionName',
        `The version name ${draft.versionName} is already in use`,
      );
    if (document.versions.length >= VERSIONS_MAX)
      throw new ServiceError(
        'DocumentVersionLimitExceeded',
        `A document has at most ${VERSIONS_MAX} versions`,
      );
    document.versions.push(version);
    return version;
  }

  /** Deletes a document by name or ARN, with all its versions. */
  delete(nameOrArn: string): void {
    this.#byName.delete(documentName(nameOrArn));
  }

  /** The ARN for authorization. Documents that AWS owns have an empty account. */
  arn(nameOrArn: string): string {
    const { partition, region, accountId } = this.#host;
    if (this.#isElsewhere(nameOrArn)) return nameOrArn;
    const name = documentName(nameOrArn);
    const owner = isOwnedByAws(name) ? '' : accountId;
    return `arn:${partition}:ssm:${region}:${owner}:document/${name}`;
  }

  /** Whether it is the ARN of a document of another region or account. */
  #isElsewhere(nameOrArn: string): boolean {
    if (!nameOrArn.startsWith('arn:')) return false;
    const { partition, region, accountId } = this.#host;
    const account = nameOrArn.split(':')[4] ?? '';
    return !nameOrArn.startsWith(`arn:${partition}:ssm:${region}:`) || !['', accountId].includes(account);
  }

  #makeVersion(document: Document, draft: DocumentDraft): DocumentVersion {
    if (Buffer.byteLength(draft.content) > CONTENT_BYTES_MAX)
      throw new ServiceError(
        'MaxDocumentSizeExceeded',
        `The document has ${Buffer.byteLength(draft.content)} bytes; at most ${CONTENT_BYTES_MAX} are allowed`,
      );
    const content = readContent(draft.content, draft.format);
    if (document.type === 'Session') checkSessionContent(content);
    const command = document.type === 'Command' ? readCommandDocument(content) : undefined;
    return {
      ...draft,
      displayName: draft.displayName ?? document.versions.at(-1)?.displayName,
      documentName: document.name,
      version: document.versions.length + 1,
      hash: createHash('sha256').update(draft.content).digest('hex'),
      createdMs: this.#host.timeline.nowMs,
      command,
      runbook: document.type === 'Automation' ? readRunbook(content) : undefined,
      platformTypes: command === undefined ? ['Windows', 'Linux', 'MacOS'] : platformTypesOf(command),
    };
  }
}

/** Whether the name has the form that is reserved for AWS's own documents. */
export function isOwnedByAws(name: string): boolean {
  return /^(AWS|Amazon)[a-zA-Z0-9]*-/.test(name);
}

function documentName(nameOrArn: string): string {
  const parts = nameOrArn.split(':document/');
  return parts[1] ?? nameOrArn;
}
