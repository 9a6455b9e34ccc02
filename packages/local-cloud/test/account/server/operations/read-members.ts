import type { LocalCloud } from '../../../../src/account/account.ts';
import { isRecord } from '../../../../src/core/is-record.ts';
import type { Operation } from '../../../../src/core/service.ts';
import { isWaitingOperation } from '../../../../src/core/waiting-operation.ts';
import type { Shape } from '../../../../src/core/wire/shape.ts';
import { shapesOf } from '../../../core/wire/shapes.ts';

/** Members of inputs, by operation: `Filters[].Key`. */
export type ReadMembers = Map<string, Set<string>>;

/** Watches which members of their inputs the operations read, from now on. */
export function watchReads(cloud: LocalCloud): ReadMembers {
  const reads: ReadMembers = new Map();
  for (const service of cloud.gateway.services) {
    const operations = Object.entries(service.operations).map(([name, operation]) => {
      const seen = new Set<string>();
      reads.set(`${service.name}:${name}`, seen);
      return [name, watched(operation, watcher(shapesOf(service.name, name).input, seen))] as const;
    });
    cloud.gateway.register({ name: service.name, operations: Object.fromEntries(operations) });
  }
  return reads;
}

function watched(operation: Operation, watch: (input: unknown) => unknown): Operation {
  const plain: Operation = {
    authorize: (input, context) => operation.authorize(watch(input), context),
    run: (input, context) => operation.run(watch(input), context),
  };
  if (!isWaitingOperation(operation)) return plain;
  const start: typeof operation.start = (input, context, answer) =>
    operation.start(watch(input), context, answer);
  return Object.assign(plain, { start });
}

function watcher(shape: Shape, seen: Set<string>): (input: unknown) => unknown {
  const proxies = new WeakMap<object, unknown>();
  const watch = (here: Shape, value: unknown, path: string): unknown => {
    const isWatched = here.kind === 'structure' || here.kind === 'list' || here.kind === 'map';
    if (!isWatched || !(isRecord(value) || Array.isArray(value))) return value;
    const known = proxies.get(value);
    if (known !== undefined) return known;
    const listed = new Set<string | symbol>();
    const proxy = new Proxy(value, {
      // Who lists all members, as Object.entries and spreading do, gets each once more, and reads none by that.
      ownKeys(target) {
        const keys = Reflect.ownKeys(target);
        for (const key of keys) listed.add(key);
        return keys;
      },
      get(target, name, receiver) {
        // JSON.stringify, which makes the fingerprint of a page token, is no reader.
        if (name === 'toJSON') return () => target;
        const content: unknown = Reflect.get(target, name, receiver);
        if (typeof name !== 'string' || !Object.hasOwn(target, name)) return content;
        const below = step(here, name);
        if (below === undefined) return content;
        const inside = here.kind === 'structure' ? `${path}.${name}`.replace(/^\./, '') : `${path}[]`;
        if (here.kind === 'structure' && !listed.delete(name)) seen.add(inside);
        return watch(below, content, inside);
      },
    });
    proxies.set(value, proxy);
    return proxy;
  };
  return (input) => watch(shape, input, '');
}

function step(shape: Shape, name: string): Shape | undefined {
  if (shape.kind === 'structure') return shape.members.get(name)?.shape();
  if (shape.kind === 'map') return shape.value();
  return shape.kind === 'list' && /^\d+$/.test(name) ? shape.item() : undefined;
}

/** A value of DynamoDB has one of its members: who reads one has looked at all. */
const unions = ['AttributeValue'];

/** The members that nothing has read: those of the input, and those of every structure of which any is read. */
export function unreadMembers(shape: Shape, read: ReadonlySet<string>, path = '', depth = 6): string[] {
  if (depth === 0) return [];
  if (shape.kind === 'list') return unreadMembers(shape.item(), read, `${path}[]`, depth - 1);
  if (shape.kind === 'map') return unreadMembers(shape.value(), read, `${path}[]`, depth - 1);
  if (shape.kind !== 'structure' || unions.includes(shape.name)) return [];
  return [...shape.members.values()].flatMap((member) => {
    const below = path === '' ? member.name : `${path}.${member.name}`;
    return read.has(below) ? unreadMembers(member.shape(), read, below, depth - 1) : [below];
  });
}
