import type { HttpRequest } from '../http-message.ts';
import { type Model, operationModel, operationNames } from './models.ts';

/** An operation that a method and a path name, and the texts of the path's labels. */
export interface RestCall {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Route {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** What the query string must hold besides: `find=LayerVersion`. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

const routes = new Map<string, readonly Route[]>();

/** The operation of a `rest-json` service that a request is for, or undefined. Slashes at the end do not count. */
export function findRoute(model: Model, { method, path }: HttpRequest): RestCall | undefined {
  const known = routes.get(model.service) ?? readRoutes(model);
  routes.set(model.service, known);
  const [bare = '', search = ''] = path.split('?');
  const given = new URLSearchParams(search);
  for (const route of known) {
    if (route.method !== method) continue;
    if (route.query.some(([name, value]) => given.get(name) !== value)) continue;
    const match = route.pattern.exec(withoutEnd(bare));
    if (match === null) continue;
    const labels = route.labels.map((label, index) => [label, decodeLabel(match[index + 1] ?? '')]);
    return { name: route.name, labels: Object.fromEntries(labels) };
  }
  return undefined;
}

/** All routes of a service. Those that ask for more come first: a query, then `/a/b` before `/a/{B}`. */
function readRoutes(model: Model): Route[] {
  const read = operationNames(model).flatMap((name) => {
    const { http } = operationModel(model, name);
    if (http === undefined) return [];
    const [method, whole] = http;
    const [path = '', search = ''] = whole.split('?');
    const query = [...new URLSearchParams(search)];
    const labels = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, label = '']) => label);
    return [{ name, method, pattern: patternOf(path), labels, query }];
  });
  return read.sort(
    (one, other) => other.query.length - one.query.length || one.labels.length - other.labels.length,
  );
}

function patternOf(path: string): RegExp {
  const parts = withoutEnd(path).split(/(\{\w+\+?\})/);
  const source = parts.map((part) => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    return part.endsWith('+}') ? '(.+)' : '([^/]+)';
  });
  return new RegExp(`^${source.join('')}$`);
}

function withoutEnd(path: string): string {
  return path.replace(/\/+$/, '');
}

/** A label that is no valid percent-encoding counts as it is. */
function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
