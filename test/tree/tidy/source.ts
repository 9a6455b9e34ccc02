import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseAst } from 'vitest/node';

/** A node of the syntax tree, as far as the rules look at it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** An import, re-export or `import()` of another module. */
export interface Import {
  /** A path from the project's root when it was relative (`lib/configuration/config.ts`), else the package: `@aws-sdk/client-ssm`. */
  readonly target: string;
  readonly isRelative: boolean;
  /** True when nothing of it is left at run time. */
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** A file of the tree. */
export interface Source {
  /** Its path from the project's root. */
  readonly file: string;
  readonly text: string;
  /** The syntax tree, each node with its parents; empty when it is not a program. */
  readonly nodes: readonly { readonly node: Node; readonly parent: Node | undefined }[];
  readonly imports: readonly Import[];
}

/** A breach of a rule: where, what was found, and what to do instead. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** True for programs: TypeScript and the build script. */
export const isProgram = (file: string) => /\.(ts|mjs)$/.test(file);

/** Reads a text as the file that it would be. */
export function sourceOf(file: string, text: string): Source {
  if (!isProgram(file)) return { file, text, nodes: [], imports: [] };
  const root: unknown = parseAst(text, { lang: file.endsWith('.ts') ? 'ts' : 'js' });
  const nodes = [...walk(root, undefined)];
  return { file, text, nodes, imports: nodes.flatMap(({ node }) => readImport(file, text, node)) };
}

/** The line of a position in a text, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** Every text file that is written by hand, and the ones made of them that are kept. */
export function readTree(): Source[] {
  const entries = readdirSync('.', { withFileTypes: true });
  return entries
    .filter(({ name }) => !notOurs.includes(name))
    .flatMap((entry) => filesIn('.', entry))
    .filter((file) => /\.(ts|mjs|jsonc?|ya?ml|md|sh|ps1)$|^\.(ci\/|npmrc$)/.test(file))
    .map((file) => sourceOf(file, readFileSync(file, 'utf8')));
}

/** What git does not keep, or npm writes. */
const notOurs = ['.git', 'cdk.out', 'coverage', 'dist', 'node_modules', 'cdk.context.json'];

function filesIn(folder: string, entry: Dirent): string[] {
  const path = join(folder, entry.name);
  if (!entry.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((inner) => filesIn(path, inner));
}

/** True for a node of the syntax tree. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function* walk(
  value: unknown,
  parent: Node | undefined,
): Generator<{ node: Node; parent: Node | undefined }> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item, parent);
  } else if (isNode(value)) {
    yield { node: value, parent };
    for (const inner of Object.values(value)) yield* walk(inner, value);
  }
}

const importTypes = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
];

function readImport(file: string, text: string, node: Node): Import[] {
  if (
    !importTypes.includes(node.type) ||
    !isNode(node['source']) ||
    typeof node['source']['value'] !== 'string'
  ) {
    return [];
  }
  const specifier = node['source']['value'];
  const isRelative = specifier.startsWith('.');
  const target = isRelative ? normalize(join(dirname(file), specifier)) : specifier;
  return [{ target, isRelative, isTypeOnly: isTypeOnly(node), line: lineAt(text, node.start) }];
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType') return true;
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  const specifiers = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isNode) : [];
  return specifiers.length > 0 && specifiers.every((each) => each['importKind'] === 'type');
}
