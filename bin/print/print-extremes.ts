import type { VariantResult } from '../../simulator/settings/variant-result.ts';
import { say } from './say.ts';
import { type Cell, table } from './text-table.ts';

/**
 * Prints a row for each variant of the settings. Then it prints an example for each variant that broke a
 * promise or was refused.
 */
export function printExtremes(results: readonly VariantResult[]): void {
  const rows = results.map(({ name, faults, runs, brokenSeeds, broken, refusal }): Cell[] => [
    refusal === undefined ? `${faults}` : 'refused',
    runs,
    brokenSeeds.length,
    Object.keys(broken).join(', '),
    name,
  ]);
  const notes = results.flatMap(({ name, brokenSeeds, example, refusal }) => {
    if (refusal !== undefined) return [`${name}\n  is refused: ${refusal.split('\n').at(-1)?.trim()}`];
    return example === undefined ? [] : [`${name}\n  seeds ${brokenSeeds.join(', ')}: ${example}`];
  });
  const lines = [
    ...table(['faults', 'runs', 'broken', 'promises', 'settings'], rows),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ];
  say(lines);
}
