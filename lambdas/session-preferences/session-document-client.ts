import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  type DocumentVersionInfo,
  GetDocumentCommand,
  paginateListDocumentVersions,
  SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import { retryDenials } from '../shared/clients/fresh-role.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { type Clock, systemClock } from '../shared/clients/system-clock.ts';
import type {
  PreferencesDraft,
  PreferencesVersion,
  StoredPreferences,
} from '../shared/domain/session-preferences.ts';
import { sessionDocumentName } from '../shared/runtime/contract.ts';

/** The document that holds the preferences of Session Manager in this account and region. */
export interface SessionDocument {
  /**
   * The content of a version; by default the latest, which sessions follow. Undefined when there is no
   * document.
   */
  read(version?: string): Promise<StoredPreferences | undefined>;
  /** Every version; none when there is no document. */
  versions(): Promise<readonly PreferencesVersion[]>;
  /** Makes the document and returns its first version; undefined when there is a document already. */
  create(draft: PreferencesDraft): Promise<string | undefined>;
  /** Adds a version and returns its number; undefined when the same version was added already. */
  update(draft: PreferencesDraft): Promise<string | undefined>;
  /** Makes a version the default. The console shows the default version. */
  makeDefault(version: string): Promise<void>;
  /** Deletes the document with all its versions. It may be gone already. */
  remove(): Promise<void>;
}

/** Calls Systems Manager. Make one for each event: all calls share the pauses for a new role. */
export function createSessionDocument(
  client = connect(SSMClient),
  clock: Clock = systemClock,
): SessionDocument {
  const retry = retryDenials(clock);
  const document = { Name: sessionDocumentName };
  const draftOf = ({ content, versionName }: PreferencesDraft) => ({
    ...{ Content: content, DocumentFormat: 'JSON' as const },
    ...(versionName === undefined ? {} : { VersionName: versionName }),
  });
  return {
    async read(version = '$LATEST') {
      const command = new GetDocumentCommand({
        ...document,
        DocumentVersion: version,
        DocumentFormat: 'JSON',
      });
      const found = await unless(['InvalidDocument'], () => retry(() => client.send(command)));
      if (found === undefined) return undefined;
      return { ...toVersion(found), content: found.Content ?? '' };
    },
    async versions() {
      const found = await unless(['InvalidDocument'], () => retry(() => listVersions(client)));
      return (found ?? []).map(toVersion);
    },
    async create(draft) {
      const command = new CreateDocumentCommand({ ...document, ...draftOf(draft), DocumentType: 'Session' });
      const made = await unless(['DocumentAlreadyExists'], () => retry(() => client.send(command)));
      return made?.DocumentDescription?.DocumentVersion;
    },
    async update(draft) {
      const command = new UpdateDocumentCommand({
        ...{ ...document, ...draftOf(draft), DocumentVersion: '$LATEST' },
      });
      const already = ['DuplicateDocumentContent', 'DuplicateDocumentVersionName'];
      const made = await unless(already, () => retry(() => client.send(command)));
      return made?.DocumentDescription?.DocumentVersion;
    },
    async makeDefault(version) {
      const command = new UpdateDocumentDefaultVersionCommand({ ...document, DocumentVersion: version });
      await retry(() => client.send(command));
    },
    async remove() {
      const command = new DeleteDocumentCommand(document);
      await unless(['InvalidDocument'], () => retry(() => client.send(command)));
    },
  };
}

function listVersions(client: SSMClient): Promise<DocumentVersionInfo[]> {
  const pages = paginateListDocumentVersions({ client, pageSize: 50 }, { Name: sessionDocumentName });
  return readPages(pages, ({ DocumentVersions }) => DocumentVersions);
}

function toVersion(info: DocumentVersionInfo): PreferencesVersion {
  return {
    version: info.DocumentVersion ?? '',
    versionName: info.VersionName,
    isDefault: info.IsDefaultVersion ?? false,
  };
}
