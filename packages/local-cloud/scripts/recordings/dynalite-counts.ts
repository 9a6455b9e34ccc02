import { isRecord } from '../../src/core/is-record.ts';
import type { Comparison } from './replay.ts';

/** Reads what dynalite's tests wrote, a line for each answer. What is not emulated is not compared. */
export function comparisonsOf(lines: string): Comparison[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const read: unknown = JSON.parse(line);
      if (!isRecord(read) || read['isEmulated'] !== true) return [];
      const differences = read['hasAgreed'] === true ? [] : [String(read['difference'])];
      return [
        {
          service: 'dynamodb',
          operation: String(read['operation']),
          name: String(read['name']),
          differences,
        },
      ];
    });
}
