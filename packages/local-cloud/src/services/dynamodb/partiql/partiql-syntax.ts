import type { Condition, Path, UpdateAction } from '../expression/expression-syntax.ts';
import type { Value } from '../value.ts';

/** A value in a statement: a literal, a `?` parameter, or a collection of values. */
export type Template =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'list' | 'set'; readonly items: readonly Template[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Template])[] };

/** What a write returns, by the names of UpdateItem. */
export type Returning = 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW';

/** A parsed statement. Conditions and actions refer to values by slot. `Prepared` says how each slot is filled. */
export type Statement =
  | { readonly kind: 'INSERT'; readonly tableName: string; readonly item: Template }
  | {
      readonly kind: 'UPDATE';
      readonly tableName: string;
      readonly actions: readonly UpdateAction[];
      readonly where: Condition;
      readonly returning: Returning;
    }
  | {
      readonly kind: 'DELETE';
      readonly tableName: string;
      readonly where: Condition;
      readonly returning: Returning;
    }
  | {
      readonly kind: 'SELECT';
      readonly tableName: string;
      readonly indexName: string | undefined;
      readonly paths: readonly Path[] | undefined;
      readonly where: Condition | undefined;
      readonly orderBy: { readonly name: string; readonly isForward: boolean } | undefined;
    };

/** A statement, and what it needs from each request. */
export interface Prepared {
  readonly statement: Statement;
  readonly slotTemplates: readonly Template[];
  readonly parameterCount: number;
}
