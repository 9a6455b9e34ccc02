import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../../../src/core/is-record.ts';
import type { Limits } from '../../../../src/core/wire/input-check.ts';
import type { Model } from '../../../../src/core/wire/models.ts';
import type { Shape } from '../../../../src/core/wire/shape.ts';
import { typesFolder } from './modelled-errors.ts';

/** A place of an input with a limit, and values that break it. `path` is as `Samples` takes it. */
export interface LimitedPlace {
  readonly path: string;
  readonly wrong: readonly unknown[];
}

/** No enumeration has this value. */
export const noMember = 'BOGUS';

/** Lengths beyond this are left to the tests of the check itself: the requests would be large. */
const lengthMax = 2048;

/** The places of an input that the model limits: enumerations as the SDK has them, bounds as the table of limits does. */
export function limitedPlaces(model: Model, input: Shape): LimitedPlace[] {
  return new Walk(model).places(input, '', '', []);
}

class Walk {
  readonly #model: Model;
  readonly #types: Types;

  constructor(model: Model) {
    this.#model = model;
    this.#types = typesOf(model);
  }

  places(shape: Shape, path: string, key: string, inside: readonly Shape[]): LimitedPlace[] {
    if (inside.includes(shape)) return [];
    const limits = this.#model.constraints[key] ?? {};
    const here = [...(this.#isEnum(key) ? [noMember] : []), ...brokenBounds(shape, limits)];
    const found = here.length === 0 ? [] : [{ path, wrong: here }];
    return [...found, ...this.#below(shape, path, key, [...inside, shape])];
  }

  #below(shape: Shape, path: string, key: string, inside: readonly Shape[]): LimitedPlace[] {
    if (shape.kind === 'list') return this.places(shape.item(), `${path}[]`, `${key}[]`, inside);
    if (shape.kind === 'map') {
      const keys = this.#isEnum(`${key}{key}`) ? [{ path: `${path}{key}`, wrong: [noMember] }] : [];
      return [...keys, ...this.places(shape.value(), `${path}[]`, `${key}{}`, inside)];
    }
    if (shape.kind !== 'structure') return [];
    return [...shape.members.values()].flatMap(({ name, http, shape: member }) =>
      this.places(member(), path === '' ? name : `${path}.${name}`, `${shape.name}.${name}`, inside).map(
        (place) =>
          http?.kind === 'label' ? { ...place, wrong: place.wrong.filter((value) => value !== '') } : place,
      ),
    );
  }

  /** Whether the SDK types a place as an enumeration: `X`, `X[]`, `Record<X, ...>`. */
  #isEnum(key: string): boolean {
    const [, structure = '', member = '', suffix = ''] = /^(\w+)\.(\w+)(.*)$/.exec(key) ?? [];
    const type = this.#types.get(structure)?.get(member) ?? '';
    const name = typeAt(type, suffix);
    const values =
      name === undefined ? undefined : (this.#model.sdk()[`_${name}`] ?? this.#model.sdk()[name]);
    return isRecord(values) && Object.values(values).every((value) => typeof value === 'string');
  }
}

function typeAt(type: string, suffix: string): string | undefined {
  if (suffix === '[]') return /^\(?(\w+)\)?\[\]/.exec(type)?.[1];
  if (suffix === '{key}') return /Record<(\w+),/.exec(type)?.[1];
  return suffix === '' ? /^(\w+) \|/.exec(type)?.[1] : undefined;
}

function brokenBounds({ kind }: Shape, { range, length }: Limits): unknown[] {
  if (kind === 'number' && range !== undefined) return beyond(range);
  if (length === undefined) return [];
  const sizes = beyond(length).filter((size) => size >= 0 && size <= lengthMax + 1);
  if (kind === 'string') return sizes.map((size) => 'x'.repeat(size));
  return [];
}

function beyond([min, max]: readonly [number, number]): number[] {
  return [min - 1, max + 1].filter((value) => Number.isSafeInteger(value));
}

/** The members of the SDK's structures, and their types as its declarations write them. */
type Types = ReadonlyMap<string, ReadonlyMap<string, string>>;

function typesOf(model: Model): Types {
  const folder = join(typesFolder(model), 'models');
  const text = readdirSync(folder)
    .filter((file) => /^models_\d+\.d\.ts$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  return new Map(
    [...text.matchAll(/^export interface (\w+) [^\n]*\{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => [
      name,
      new Map(
        [...body.matchAll(/^ {4}(\w+)\??: (.*);$/gm)].map(([, member = '', type = '']) => [member, type]),
      ),
    ]),
  );
}
