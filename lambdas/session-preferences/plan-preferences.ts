import { isObject } from '../shared/domain/is-object.ts';
import type {
  PreferencesDraft,
  PreferencesVersion,
  StoredPreferences,
} from '../shared/domain/session-preferences.ts';
import { parseObject } from './merge-preferences.ts';

/**
 * Who writes: the stack, and the CloudFormation operation. The operation's id is the same when its event
 * comes twice.
 */
export interface Writer {
  readonly stackName: string;
  readonly requestId: string;
}

/** How to make the latest version say what is wanted. */
export type WritePlan =
  | { readonly kind: 'keep'; readonly version: string; readonly reason: string }
  | { readonly kind: 'create' | 'update'; readonly draft: PreferencesDraft; readonly reason: string };

/** What to do when the stack no longer wants to set preferences. */
export type RemovalPlan =
  | { readonly kind: 'leave'; readonly reason: string }
  | { readonly kind: 'remove'; readonly reason: string }
  | { readonly kind: 'promote'; readonly version: string; readonly reason: string }
  | { readonly kind: 'restore'; readonly version: string; readonly reason: string };

/**
 * The name of a version has at most 128 characters, and Systems Manager takes each name only once in a
 * document.
 */
const versionNameLengthMax = 128;

/**
 * Decides how to make the preferences what is wanted. If the latest version says so already, nothing is
 * written. So an event that comes twice makes no second version, and the rollback of a write that never
 * happened makes none.
 */
export function planWrite(latest: StoredPreferences | undefined, wanted: string, writer: Writer): WritePlan {
  const draft = { content: describe(wanted, markOf(writer)), versionName: markOf(writer) };
  if (latest === undefined) return { kind: 'create', draft, reason: 'there were no preferences' };
  if (meaningOf(latest.content) !== meaningOf(wanted))
    return { kind: 'update', draft, reason: `version ${latest.version} says something else` };
  return { kind: 'keep', version: latest.version, reason: `version ${latest.version} says it already` };
}

/** Whose preferences are the ground for those of the stack. */
export type Ground =
  | { readonly kind: 'latest' }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'none' };

/**
 * Decides on what the preferences of the stack stand: on the newest version that is not of this stack. So what the
 * configuration no longer names is again what it was before, and a roll-back leaves nothing of what it undoes. If somebody
 * has deleted the versions from before the stack, the latest version is all that is known of them.
 */
export function planGround(versions: readonly PreferencesVersion[], writer: Writer): Ground {
  const newestFirst = versions.toSorted((a, b) => Number(b.version) - Number(a.version));
  const before = newestFirst.find((version) => !isOf(version, writer));
  if (before !== undefined) return { kind: 'version', version: before.version };
  const isWhole = versions.length === 0 || versions.some(({ version }) => version === '1');
  return isWhole ? { kind: 'none' } : { kind: 'latest' };
}

/** True for a version that this stack has made. */
export function isOf({ versionName = '' }: PreferencesVersion, writer: Writer): boolean {
  return versionName.startsWith(marksOf(writer));
}

/**
 * Decides what becomes of the preferences without the stack: the earlier preferences come back. If somebody
 * has written others since, that is a later decision, and they are left alone.
 */
export function planRemoval(versions: readonly PreferencesVersion[], writer: Writer): RemovalPlan {
  const isOurs = (version: PreferencesVersion) => isOf(version, writer);
  const [latest, ...older] = versions.toSorted((a, b) => Number(b.version) - Number(a.version));
  if (latest === undefined) return { kind: 'leave', reason: 'there are no preferences' };
  if (!isOurs(latest)) {
    const reason = `version ${latest.version} is not of this stack`;
    // An earlier delivery of the event stopped between its two calls.
    const isDefaultOurs = versions.some((version) => version.isDefault && isOurs(version));
    return isDefaultOurs ? { kind: 'promote', version: latest.version, reason } : { kind: 'leave', reason };
  }
  const before = older.find((version) => !isOurs(version));
  if (before === undefined) return { kind: 'remove', reason: 'there were no preferences before this stack' };
  const reason = `version ${before.version} was there before this stack`;
  return { kind: 'restore', version: before.version, reason };
}

/**
 * The version that brings an older one back. Its description says so, and its name does not have our mark.
 */
export function draftOfRestored({ content }: StoredPreferences, writer: Writer): PreferencesDraft {
  return { content: describe(content, `restored by ${markOf(writer)}`) };
}

/** The beginning of the names of all versions that a stack has made. The name of a stack has no dot. */
function marksOf({ stackName }: Writer): string {
  return `${stackName.slice(0, versionNameLengthMax - 37)}.`;
}

function markOf(writer: Writer): string {
  return `${marksOf(writer)}${writer.requestId}`.slice(0, versionNameLengthMax);
}

/**
 * The content with a remark in its description. Systems Manager may refuse a content that an earlier version
 * had (DuplicateDocumentContent), and a rollback writes just such a content. The remark makes each different.
 */
function describe(content: string, remark: string): string {
  const document = parseObject(content);
  if (document === undefined) return content;
  const { description } = document;
  const before = typeof description === 'string' ? description : 'Session Manager';
  // Without this, a stack that is deleted and created again would make the description longer each time.
  const own = before.replace(/ \(restored by [^()]*\)$/, '');
  return JSON.stringify({ ...document, description: `${own} (${remark})` });
}

/** What the preferences mean, without their description and the order of their fields. */
function meaningOf(content: string): string {
  const { description: _, ...meaning } = parseObject(content) ?? {};
  return JSON.stringify(sorted(meaning));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}
