import { UsageError } from '../../failure.ts';
import { refuseOtherIds } from '../shared/node-ids.ts';

/** Nodes with one of some values of a tag; without a key, nodes with one of some tags. */
export interface TagCondition {
  readonly tagKey: string | undefined;
  readonly values: readonly string[];
}

/** Which nodes are meant: those with these ids, or those that meet every condition. */
export interface Selection {
  readonly instanceIds: readonly string[];
  readonly conditions: readonly TagCondition[];
}

/** Which nodes the user names: a selection, or a group of the configuration, which is read later. */
export type Named = Selection | { readonly group: string };

/** One target, as the AWS CLI has it. */
interface Target {
  readonly key: string;
  readonly values: readonly string[];
}

const form =
  'Key=tag:Name,Values=a,b or Key=tag-key,Values=a or Key=InstanceIds,Values=i-... or ' +
  'Key=resource-groups:Name,Values=a, as in the AWS CLI';

const groupKey = 'resource-groups:Name';

/**
 * Reads which nodes the user names: a group by its flag or as the only target, or what `readSelection` takes.
 * @throws UsageError as that does, and when a group is named beside something else.
 */
export function readNamed(
  ids: readonly string[],
  texts: readonly string[],
  group: string | undefined,
): Named {
  const targets = readTargets(texts);
  const groups = targets.flatMap(({ key, values }) => (key === groupKey ? values : []));
  const named = [...(group === undefined ? [] : [group]), ...groups];
  const [only] = named;
  if (only === undefined) return readSelection(ids, texts);
  if (named.length > 1 || ids.length > 0 || targets.length > groups.length)
    throw new UsageError('name nodes by one group, by their ids or by their tags, not by several of these');
  return { group: only };
}

/**
 * Reads which nodes are meant: ids, and targets in a form of the AWS CLI (its shorthand, or JSON).
 * @throws UsageError when something has another form, when nothing is named, or when both ids and tags are.
 */
export function readSelection(ids: readonly string[], texts: readonly string[]): Selection {
  const targets = readTargets(texts);
  const isOfIds = ({ key }: Target) => key.toLowerCase() === 'instanceids';
  const instanceIds = [...new Set([...ids, ...targets.filter(isOfIds).flatMap(({ values }) => values)])];
  refuseOtherIds(instanceIds);
  const conditions = targets.filter((target) => !isOfIds(target)).map(readCondition);
  if (instanceIds.length + conditions.length === 0)
    throw new UsageError(`no node is named: give instance ids, or --targets ${form}`);
  if (instanceIds.length > 0 && conditions.length > 0)
    throw new UsageError('name nodes by their ids or by their tags, not by both');
  return { instanceIds, conditions };
}

function readTargets(texts: readonly string[]): Target[] {
  return texts.flatMap((text) => (/^\s*[[{]/.test(text) ? readJson(text) : [readShorthand(text)]));
}

function readCondition({ key, values }: Target): TagCondition {
  if (values.length === 0) throw new UsageError(`--targets ${key}: Values is missing; allowed is ${form}`);
  if (key === 'tag-key') return { tagKey: undefined, values };
  if (key.length > 'tag:'.length && key.startsWith('tag:'))
    return { tagKey: key.slice('tag:'.length), values };
  throw new UsageError(`--targets ${key}: allowed is ${form}`);
}

/** A member begins with its name; a value is in quotes, or goes on until a comma that has no backslash. */
const piece =
  /\s*(?:(Key|Values|\w+)=)?(?:"((?:\\.|[^"\\])*)"(?=\s*(?:,|$))|'((?:\\.|[^'\\])*)'(?=\s*(?:,|$))|((?:\\,|[^,])*))(?:,|$)/suy;

function readShorthand(text: string): Target {
  const found: Record<string, string[]> = {};
  let member = '';
  const plain = text.replace(/Values=\[(.*)\](?=$|,)/s, 'Values=$1');
  piece.lastIndex = 0;
  while (piece.lastIndex < plain.length) {
    const [, name, double, single, bare = ''] = piece.exec(plain) ?? [];
    member = name ?? member;
    const value = double ?? single;
    const read = value === undefined ? bare.replaceAll('\\,', ',') : value.replace(/\\(.)/gs, '$1');
    found[member] = [...(found[member] ?? []), read];
  }
  const { Key: keys = [], Values: values = [], ...others } = found;
  const [key] = keys;
  if (key === undefined || keys.length > 1 || Object.keys(others).length > 0)
    throw new UsageError(`--targets ${text}: allowed is ${form}`);
  return { key, values };
}

function readJson(text: string): Target[] {
  const given = parseJson(text);
  return (Array.isArray(given) ? given : [given]).map((target: unknown) => {
    const isObject = typeof target === 'object' && target !== null;
    const key = isObject && 'Key' in target ? target.Key : undefined;
    const values: unknown = isObject && 'Values' in target ? target.Values : [];
    if (typeof key !== 'string' || !Array.isArray(values) || !values.every(isText))
      throw new UsageError(`--targets ${text}: allowed is [{"Key": "tag:Name", "Values": ["a"]}]`);
    return { key, values };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--targets ${text}: this is no JSON; allowed is ${form}`);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
