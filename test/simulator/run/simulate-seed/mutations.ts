import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultKind } from '../../../../simulator/faults/fault-kinds.ts';
import type { PromiseName } from '../../../../simulator/promises/simulation-promises.ts';

/** A defence taken out of the bundles, and the promise that breaks without it. */
export interface Mutation {
  readonly name: string;
  /** Where the defence is in a bundle. Names are minified, texts and members are not. */
  readonly pattern: RegExp;
  readonly replacement: string;
  readonly promise: PromiseName;
  /** The faults against which the defence stands. */
  readonly faults: readonly FaultKind[];
  /** The seed to begin with: one that shows it, as long as nothing else changes. @default 1 */
  readonly firstSeed?: number;
}

/** The defences that issue 3 names, each of which the simulator must miss when it is gone. */
export const mutations: readonly Mutation[] = [
  {
    name: 'a claim holds nobody back',
    pattern: /"claimed"&&\((\w+)\.leaseUntil\?\?0\)>/g,
    replacement: '!1&&($1.leaseUntil??0)>',
    promise: 'NotTwice',
    faults: ['event-duplicated', 'message-repeated', 'call-slow'],
    firstSeed: 12,
  },
  {
    name: 'a command does not carry the id of its order',
    pattern: /Comment:`\$\{\w+\}\$\{(\w+)\.orderId\}`/g,
    replacement: 'Comment:"muster"',
    promise: 'NotTwice',
    faults: ['crash-after', 'call-cut-after', 'call-fails-after'],
    firstSeed: 2,
  },
  {
    name: 'a refused order is not halved',
    pattern: /if\((\w+)\.length===1\|\|!\w+\.includes\((\w+)\.kind\)\)/g,
    replacement: 'if(!0)',
    promise: 'NeverStuck',
    faults: ['instance-refused'],
    firstSeed: 12,
  },
  {
    name: 'only the first page is read',
    pattern: /\.NextToken;?\}while\(\w+\)/g,
    replacement: '.NextToken}while(!1)',
    promise: 'NeverStuck',
    faults: ['page-short'],
  },
  {
    name: 'a move that the table refuses counts as written',
    pattern: /(\w+)===void 0(&&\w+\[\w+\]!==void 0\?\w+\.push\(\w+\):\1\?\.Code==="DuplicateItem")/g,
    replacement: '(/Duplicate|Conditional/.test($1?.Code??"")||$1===void 0)$2',
    promise: 'NotTwice',
    faults: ['index-stale', 'registration-late'],
    firstSeed: 4,
  },
  {
    name: 'nothing is looked at again',
    pattern: /(async\*due\(\w+,\w+\)\{)/g,
    replacement: '$1return;',
    promise: 'LateNotLost',
    faults: ['registration-late'],
  },
];

/**
 * Copies an assembly to `folder` with a mutation in its bundles.
 * @throws Error when no bundle has the pattern: the code has changed, and the mutation must follow it.
 */
export function mutate(
  assemblyFolder: string,
  folder: string,
  { name, pattern, replacement }: Mutation,
): void {
  cpSync(assemblyFolder, folder, { recursive: true });
  let count = 0;
  for (const entry of readdirSync(folder)) {
    const file = join(folder, entry, 'index.js');
    if (!entry.startsWith('asset.') || !existsSync(file)) continue;
    const source = readFileSync(file, 'utf8');
    const mutated = source.replace(pattern, replacement);
    if (mutated === source) continue;
    writeFileSync(file, mutated);
    count++;
  }
  if (count === 0) throw new Error(`no bundle has what is taken out by "${name}"`);
}
