import type { Value } from '../value.ts';

/** A document path: attribute names and list indexes, with every `#placeholder` replaced. It is never empty. */
export type Path = readonly [string, ...(string | number)[]];

/** An operand. A `value` is the slot of a placeholder, which each request fills. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly slot: number }
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'size'; readonly of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition, filter, key condition or PartiQL WHERE clause. */
export type Condition =
  | {
      readonly kind: 'compare';
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'attribute_type'; readonly operand: Operand; readonly type: Operand }
  | { readonly kind: 'begins_with' | 'contains'; readonly left: Operand; readonly right: Operand };

/**
 * A computed value of an update. `set_add` and `set_delete` exist only in PartiQL, `if_not_exists` only in expressions.
 */
export type Computed =
  | Exclude<Operand, { kind: 'size' }>
  | { readonly kind: '+' | '-'; readonly left: Computed; readonly right: Computed }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: Computed }
  | {
      readonly kind: 'list_append' | 'set_add' | 'set_delete';
      readonly left: Computed;
      readonly right: Computed;
    };

/** One action of an update. */
export type UpdateAction =
  | { readonly kind: 'SET'; readonly path: Path; readonly value: Computed }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: Computed };

/** The values of the placeholders of a parsed text, by slot. */
export type Slots = readonly Value[];

/** A path as AWS's messages show it. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}
