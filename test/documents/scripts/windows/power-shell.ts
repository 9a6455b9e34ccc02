import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

/**
 * PowerShell as a syntax tree. Windows PowerShell cannot run on the machines of this project, so the tests read the
 * scripts with a grammar of the language: what they decide stands in tables, and rules look at every statement.
 */

await Parser.init();
const require = createRequire(import.meta.url);
const grammar = require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

export type { Node };

export function parsePowerShell(text: string): Node {
  const tree = parser.parse(text);
  if (tree === null) throw new Error('the parser gave no tree');
  return tree.rootNode;
}

/** The nodes of some types below a node, in the order of the text. */
export function nodesIn(node: Node, ...types: string[]): Node[] {
  return node.descendantsOfType(types).filter((found) => found !== null);
}

/** What the grammar cannot read, with its line. */
export function findBroken(node: Node): string[] {
  const own =
    node.isError || node.isMissing ? [`line ${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`] : [];
  return [...own, ...node.children.filter((child) => child !== null).flatMap(findBroken)];
}

/** A value that stands in a script: a number, a text, a list of values, or a table of them. */
export type Value = number | string | Value[] | { readonly [key: string]: Value };

/** The value of an expression; undefined when it is computed. */
function readValue(node: Node): Value | undefined {
  const children = node.namedChildren.filter((child) => child !== null);
  switch (node.type) {
    case 'decimal_integer_literal':
      return Number(node.text);
    case 'string_literal':
      return readText(node);
    case 'hash_literal_expression':
      return readTable(node);
    case 'array_expression':
      return readList(nodesUnder(node, 'statement_list').flatMap((list) => list.namedChildren));
    case 'array_literal_expression':
      if (children.length > 1) return readList(children);
  }
  const [only] = children;
  return only !== undefined && children.length === 1 && only.text === node.text ? readValue(only) : undefined;
}

function nodesUnder(node: Node, type: string): Node[] {
  return node.namedChildren.filter((child) => child?.type === type);
}

function readText(node: Node): string | undefined {
  if (node.text.startsWith("'")) return node.text.slice(1, -1).replaceAll("''", "'");
  return node.namedChildren[0]?.namedChildCount === 0 ? node.text.slice(1, -1) : undefined;
}

function readList(nodes: readonly (Node | null)[]): Value[] | undefined {
  const values = nodes.map((each) => (each === null ? undefined : readValue(each)));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function readTable(node: Node): Value | undefined {
  const table: Record<string, Value> = {};
  for (const entry of nodesUnder(node, 'hash_literal_body').flatMap((body) =>
    nodesUnder(body, 'hash_entry'),
  )) {
    const [key, value] = entry.namedChildren;
    const read = value ? readValue(value) : undefined;
    if (!key || read === undefined) return undefined;
    table[key.text.replace(/^'(.*)'$/, '$1')] = read;
  }
  return table;
}

/** The tables and other fixed values that the top of a script assigns, by name. */
export function tablesOf(root: Node): Map<string, Value> {
  const tables = new Map<string, Value>();
  for (const { name, value } of assignmentsIn(root)) {
    if (enclosing(value, 'function_statement') !== undefined) continue;
    const read = readValue(value);
    if (read !== undefined) tables.set(name, read);
  }
  return tables;
}

/** A variable that is given a value. */
export interface Assignment {
  readonly name: string;
  readonly value: Node;
  readonly target: Node;
}

/** Every variable that is assigned below a node; `$a, $b = ...` assigns two. */
export function assignmentsIn(node: Node): Assignment[] {
  return nodesIn(node, 'assignment_expression').flatMap((assignment) => {
    const [left] = assignment.namedChildren;
    const value = assignment.namedChildren.at(-1);
    if (!left || !value) return [];
    const targets = nodesIn(left, 'variable').filter(({ parent }) => parent?.type === 'unary_expression');
    return targets.map((target) => ({ name: target.text.replace(/^\$/, ''), value, target }));
  });
}

/** The nearest node of a type around a node. */
export function enclosing(node: Node, type: string): Node | undefined {
  for (let around = node.parent; around !== null; around = around.parent)
    if (around.type === type) return around;
  return undefined;
}

/** A function of a script. */
export interface PowerShellFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Node;
}

export function functionsOf(root: Node): PowerShellFunction[] {
  return nodesIn(root, 'function_statement').map((body) => ({
    name: nodesIn(body, 'function_name')[0]?.text ?? '',
    parameters: nodesUnder(body, 'function_parameter_declaration').flatMap((declaration) =>
      nodesIn(declaration, 'variable').map(({ text }) => text.slice(1)),
    ),
    body,
  }));
}

/** A command that a script calls, with the words behind its name. */
export interface Command {
  readonly name: string;
  readonly words: readonly Node[];
  readonly node: Node;
}

export function commandsIn(node: Node): Command[] {
  return nodesIn(node, 'command').map((command) => {
    const name =
      command.childForFieldName('command_name') ?? nodesIn(command, 'command_name', 'command_name_expr')[0];
    const elements = command.namedChildren.filter((child) => child?.type === 'command_elements');
    const words = elements.flatMap((list) => list?.namedChildren ?? []);
    return {
      name: name?.text ?? '',
      words: words
        .filter((word) => word !== null && word.type !== 'command_argument_sep')
        .filter((word) => word !== null),
      node: command,
    };
  });
}

/** A pattern of .NET as one of JavaScript: of what the scripts use, only the anchors are written otherwise. */
export function toRegExp(pattern: string, flags = ''): RegExp {
  return new RegExp(pattern.replaceAll('\\A', '^').replaceAll('\\z', '$'), flags);
}
