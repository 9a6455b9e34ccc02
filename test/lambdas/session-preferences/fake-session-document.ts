import type { SessionDocument } from '../../../lambdas/session-preferences/session-document-client.ts';
import type {
  PreferencesDraft,
  StoredPreferences,
} from '../../../lambdas/shared/domain/session-preferences.ts';

/**
 * A document in memory that takes no content twice, whichever version had it. `calls` records its changes.
 */
export interface FakeSessionDocument extends SessionDocument {
  readonly stored: StoredPreferences[];
  readonly calls: string[];
  /** Makes the next call of this name fail, before it takes effect or after. */
  failNext(name: keyof SessionDocument, error: Error, when?: 'before' | 'after'): void;
}

/**
 * The document with these contents, oldest first. The last one is the default. Without contents there is no
 * document.
 */
export function fakeSessionDocument(...contents: readonly string[]): FakeSessionDocument {
  const stored: StoredPreferences[] = [];
  const calls: string[] = [];
  const failures = new Map<string, { readonly error: Error; readonly when: 'before' | 'after' }>();

  const call = async <T>(name: keyof SessionDocument, run: () => T): Promise<T> => {
    const failure = failures.get(name);
    failures.delete(name);
    if (failure?.when === 'before') throw failure.error;
    const result = run();
    if (failure !== undefined) throw failure.error;
    return result;
  };
  const append = (draft: PreferencesDraft): string | undefined => {
    const isTaken = ({ content, versionName }: StoredPreferences) =>
      content === draft.content || (versionName !== undefined && versionName === draft.versionName);
    if (stored.some(isTaken)) return undefined;
    const version = String(stored.length + 1);
    stored.push({
      ...{ version, versionName: draft.versionName, content: draft.content, isDefault: stored.length === 0 },
    });
    return version;
  };
  const promote = (wanted: string) => {
    stored.splice(
      0,
      stored.length,
      ...stored.map((version) => ({ ...version, isDefault: version.version === wanted })),
    );
  };
  for (const content of contents) promote(append({ content }) ?? '');

  return {
    stored,
    calls,
    failNext: (name, error, when = 'before') => {
      failures.set(name, { error, when });
    },
    read: (version) =>
      call('read', () => (version === undefined ? stored.at(-1) : stored[Number(version) - 1])),
    versions: () => call('versions', () => [...stored]),
    create: (draft) =>
      call('create', () => {
        calls.push('create');
        return stored.length > 0 ? undefined : append(draft);
      }),
    update: (draft) =>
      call('update', () => {
        calls.push('update');
        return append(draft);
      }),
    makeDefault: (version) =>
      call('makeDefault', () => {
        calls.push(`default ${version}`);
        promote(version);
      }),
    remove: () =>
      call('remove', () => {
        calls.push('remove');
        stored.length = 0;
      }),
  };
}
