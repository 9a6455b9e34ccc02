import {
  assignmentsIn,
  commandsIn,
  enclosing,
  functionsOf,
  type Node,
  nodesIn,
  type PowerShellFunction,
} from '../documents/scripts/windows/power-shell.ts';

/**
 * Rules for a whole PowerShell script: what a run would show, and nobody here can run it. Each gives what breaks it.
 */
const rules: readonly ((root: Node) => string[])[] = [
  findForeignCommands,
  findComputedCommands,
  findWrongArguments,
  findUnknownVariables,
  findShadows,
  findIdleFunctions,
  findExits,
  findSwallowedEnds,
  findEarlyCode,
  findContinuing,
];

/** Everything in a script that breaks a rule. */
export function findFaults(root: Node): string[] {
  return rules.flatMap((rule) => rule(root));
}

/** The cmdlets that the scripts use, with the parameters that they give by name. */
const cmdlets: Readonly<Record<string, readonly string[]>> = {
  'ConvertFrom-Json': [],
  'ConvertTo-Json': ['-Compress'],
  'ForEach-Object': [],
  'Get-CimInstance': ['-ClassName', '-Filter', '-ErrorAction'],
  'Get-Content': ['-Encoding', '-TotalCount', '-ErrorAction'],
  'Get-FileHash': ['-Algorithm'],
  'Get-Item': [],
  'Get-ItemProperty': [],
  'Get-WinEvent': ['-FilterHashtable', '-MaxEvents', '-ErrorAction'],
  'Join-Path': [],
  'Move-Item': ['-Force', '-LiteralPath', '-Destination'],
  'New-Item': ['-ItemType', '-Force', '-Path'],
  'New-Object': ['-ComObject', '-Property'],
  'Remove-Item': ['-Recurse', '-Force', '-ErrorAction'],
  'Select-Object': ['-Last'],
  'Set-Variable': ['-Scope', '-Name', '-Value'],
  'Sort-Object': ['-Property', '-Descending'],
  'Start-Sleep': [],
  'Test-Path': [],
  'Where-Object': [],
  'Write-Host': [],
  'Write-Output': [],
};

/** The programs that a script may call by its own. Arguments reach them without a shell. */
const programs = ['sc.exe', 'taskkill.exe'];

const at = (node: Node, message: string) => `line ${node.startPosition.row + 1}: ${message}`;

/** A command that is no function of the script, no known program and no known cmdlet: Invoke-Expression is none. */
function findForeignCommands(root: Node): string[] {
  const own = new Set(functionsOf(root).map(({ name }) => name));
  return commandsIn(root).flatMap(({ name, node }) =>
    own.has(name) || programs.includes(name) || Object.hasOwn(cmdlets, name)
      ? []
      : [at(node, `calls ${name}`)],
  );
}

/** A program whose name is computed. */
function findComputedCommands(root: Node): string[] {
  const called = nodesIn(root, 'command_invokation_operator').filter(
    ({ parent }) => !programs.some((program) => parent?.text.startsWith(`& ${program} `)),
  );
  return called.map((node) => at(node, `calls what is computed: ${node.parent?.text}`));
}

/** Arguments that a function or a cmdlet does not have. */
function findWrongArguments(root: Node): string[] {
  const functions = new Map(functionsOf(root).map(({ name, parameters }) => [name, parameters.length]));
  return commandsIn(root).flatMap(({ name, words, node }) => {
    const named = words.filter(({ type }) => type === 'command_parameter').map(({ text }) => text);
    const count = functions.get(name);
    if (count === undefined) {
      const known = cmdlets[name] ?? named;
      return named.filter((each) => !known.includes(each)).map((each) => at(node, `${name} has no ${each}`));
    }
    return named.length > 0 || words.length > count
      ? [at(node, `${name} takes ${count} arguments: ${node.text}`)]
      : [];
  });
}

/** What PowerShell itself assigns. */
const automatic = ['_', 'ErrorActionPreference', 'ProgressPreference', 'ExecutionContext', 'Matches'];
const constants = ['true', 'false', 'null'];

const plainName = (node: Node) => node.text.replace(/^\$\{?(script:)?|\}$/g, '').toLowerCase();

/** The names that a script gives a value: by assignment, as a parameter or in a loop. */
function givenNames(root: Node): Set<string> {
  const parameters = nodesIn(root, 'script_parameter').flatMap((parameter) => nodesIn(parameter, 'variable'));
  const loops = nodesIn(root, 'foreach_statement').flatMap((loop) =>
    loop.namedChildren.filter((child) => child?.type === 'variable').filter((child) => child !== null),
  );
  const assigned = assignmentsIn(root).map(({ target }) => target);
  return new Set([...parameters, ...loops, ...assigned].map(plainName));
}

/** A variable that nothing assigns. PowerShell takes it for nothing, without a word. */
function findUnknownVariables(root: Node): string[] {
  const known = new Set([...givenNames(root), ...automatic.map((name) => name.toLowerCase()), ...constants]);
  return nodesIn(root, 'variable')
    .filter((node) => !/^\$\{?env:/i.test(node.text) && !known.has(plainName(node)))
    .map((node) => at(node, `nothing assigns ${node.text}`));
}

/**
 * A name of the script's own variables that a function gives to one of its own: the functions that it calls would
 * see that one. Capitals make no difference to PowerShell.
 */
function findShadows(root: Node): string[] {
  const isInside = (node: Node) => enclosing(node, 'function_statement') !== undefined;
  const targets = assignmentsIn(root).map(({ target }) => target);
  const shared = new Set(targets.filter((target) => !isInside(target)).map(plainName));
  const parameters = nodesIn(root, 'script_parameter').flatMap((parameter) => nodesIn(parameter, 'variable'));
  const loops = nodesIn(root, 'foreach_statement').flatMap((loop) => loop.namedChildren[0] ?? []);
  return [...targets.filter(({ text }) => !text.includes('script:')), ...parameters, ...loops]
    .filter((node) => isInside(node) && shared.has(plainName(node)) && plainName(node) !== 'null')
    .map((node) => at(node, `hides ${node.text} of the script`));
}

function findIdleFunctions(root: Node): string[] {
  const called = new Set(commandsIn(root).map(({ name }) => name));
  return functionsOf(root).flatMap(({ name, body }) =>
    called.has(name) ? [] : [at(body, `nothing calls ${name}`)],
  );
}

/** Any end but the last line, which gives the code of the outcome. */
function findExits(root: Node): string[] {
  const exits = nodesIn(root, 'flow_control_statement').filter(({ text }) => text.startsWith('exit'));
  const last = root.text.trimEnd().endsWith('\nexit $Outcome.Code');
  const others = exits.slice(0, -1).map((node) => at(node, node.text));
  return last ? others : ['the script does not end with exit $Outcome.Code', ...others];
}

/** The functions that may end the run, because they call Stop-Run or one that does. */
function endingFunctions(functions: readonly PowerShellFunction[]): Set<string> {
  const ending = new Set(['Stop-Run']);
  for (let known = 0; known < ending.size; ) {
    known = ending.size;
    for (const { name, body } of functions)
      if (commandsIn(body).some((command) => ending.has(command.name))) ending.add(name);
  }
  return ending;
}

/** An end of the run that a `catch` would swallow; the one around the whole script is meant to. */
function findSwallowedEnds(root: Node): string[] {
  const ending = endingFunctions(functionsOf(root));
  const tries = nodesIn(root, 'try_statement').filter(
    (node) =>
      enclosing(node, 'function_statement') !== undefined &&
      nodesIn(node, 'catch_clause').some((clause) => enclosing(clause, 'try_statement')?.id === node.id),
  );
  return tries.flatMap((node) => {
    const [body] = node.namedChildren;
    const calls = body ? commandsIn(body).filter(({ name }) => ending.has(name)) : [];
    return calls.map((call) => at(call.node, `${call.name} may end the run inside a try`));
  });
}

/** Code of .NET outside of functions: in Constrained Language Mode it would end the script without an outcome. */
function findEarlyCode(root: Node): string[] {
  return nodesIn(root, 'invokation_expression', 'type_literal')
    .filter((node) => enclosing(node, 'function_statement') === undefined)
    .filter((node) => enclosing(node, 'try_statement') === undefined && node.text !== '[ordered]')
    .map((node) => at(node, `runs ${node.text} before the mode of the language is known`));
}

/** A script that goes on after an error. */
function findContinuing(root: Node): string[] {
  const stops = assignmentsIn(root).some(
    ({ name, value }) => name === 'ErrorActionPreference' && value.text === "'Stop'",
  );
  return stops ? [] : ['errors do not stop the script'];
}
