import { type Command, Option } from 'commander';
import { type AccountFlags, addAccountFlags, connectTo } from '../../account/connection.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { treeDifferenceLines, versionDifferenceLines, versionLines } from '../../print/parameter-lines.ts';
import { say } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { connectVersions, type ParameterVersion, type ParameterVersions } from './parameter-versions.ts';
import { type DeclaredTree, readDeclaredTree } from './parameters-configuration.ts';
import { compareTree, compareVersions } from './parameters-diff.ts';
import { checkLabels, chooseVersion, parseReference } from './parameters-reference.ts';

/** The flags as they are typed. */
type ParametersOptions = AccountFlags & { readonly withDecryption?: true };

const examples = `
Examples:
  muster parameters list /retail/shop
  muster parameters diff
  muster parameters diff /retail/shop/prod/db/host:1 :production
  muster parameters label /retail/shop/prod/db/host:3 production

Exit code: 0; 1 when diff finds a difference; 2 when a flag or a name is wrong, or the account cannot be asked; 74 when
the output cannot be written.`;

/**
 * `muster parameters`: versions and labels of the tree. It asks the account, with the credentials of the AWS
 * CLI.
 */
export function addParametersCommand(program: Command): void {
  const parameters = program
    .command('parameters')
    .description('List, compare and label the versions of parameters.')
    .addHelpText('afterAll', examples);
  addAccountFlags(parameters.command('list [path]'))
    .description('Every version below a path (default: the paths of muster.config.ts), with its labels.')
    .addOption(decryptionOption())
    .action(listVersions);
  addAccountFlags(parameters.command('diff [one] [other]'))
    .description('Two versions of a parameter; or, without arguments, the account and muster.config.ts.')
    .addOption(decryptionOption())
    .action(diff);
  addAccountFlags(parameters.command('label <name> <labels...>'))
    .description('Label a version (name:version, or the latest). A label leaves the version that had it.')
    .action(label);
}

function decryptionOption(): Option {
  return new Option('--with-decryption', 'read and SHOW the values of SecureStrings');
}

async function listVersions(path: string | undefined, options: ParametersOptions): Promise<void> {
  const { tree, versions } = await open(options);
  const paths = path === undefined ? tree.paths : [parseReference(path).name];
  if (paths.length === 0)
    throw new UsageError('muster.config.ts declares no parameters; allowed: muster parameters list <path>');
  const found: ParameterVersion[] = [];
  for (const name of await namesBelow(versions, paths)) found.push(...(await versions.history(name)));
  print(options, found, versionLines(found));
}

async function diff(
  one: string | undefined,
  other: string | undefined,
  options: ParametersOptions,
): Promise<void> {
  const { tree, versions } = await open(options);
  if (one === undefined) return diffConfiguration(tree, versions, options);
  const from = parseReference(one);
  // A single argument is a version to compare with the latest.
  const to = parseReference(other ?? from.name, from.name);
  const before = chooseVersion(from, await versions.history(from.name));
  const after = chooseVersion(to, await versions.history(to.name));
  const fields = compareVersions(before, after);
  print(options, { before, after, fields }, versionDifferenceLines(before, after, fields));
  if (fields.length > 0) process.exitCode = exitCodes.different;
}

async function diffConfiguration(
  tree: DeclaredTree,
  versions: ParameterVersions,
  options: ParametersOptions,
): Promise<void> {
  if (tree.paths.length === 0)
    throw new UsageError('muster.config.ts declares no parameters to compare the account with');
  const latest = new Map<string, ParameterVersion>();
  for (const name of await namesBelow(versions, tree.paths, tree.deployment.env?.account)) {
    const version = (await versions.history(name)).at(-1);
    if (version !== undefined) latest.set(name, version);
  }
  const differences = compareTree(tree.parameters, latest);
  print(options, differences, treeDifferenceLines(differences));
  if (differences.length > 0) process.exitCode = exitCodes.different;
}

async function label(
  reference: string,
  labels: readonly string[],
  options: ParametersOptions,
): Promise<void> {
  checkLabels(labels);
  const { versions } = await open(options);
  const parsed = parseReference(reference);
  const { name, version } = chooseVersion(parsed, await versions.history(parsed.name));
  const result = await versions.label(name, labels, version);
  if (result.refused.length > 0)
    throw new UsageError(`${name}: Parameter Store refused the labels ${result.refused.join(', ')}`);
  print(options, { name, version: result.version, labels }, [
    `${name} version ${result.version} is ${labels.join(' ')}.`,
  ]);
}

async function open(
  options: ParametersOptions,
): Promise<{ tree: DeclaredTree; versions: ParameterVersions }> {
  const tree = await readDeclaredTree(options.environment);
  const { clientSettings } = connectTo(tree.deployment, options);
  return { tree, versions: await connectVersions(clientSettings, options.withDecryption === true) };
}

/** @throws UsageError when the credentials belong to another account than the environment. */
async function namesBelow(
  versions: ParameterVersions,
  paths: readonly string[],
  accountWanted?: string,
): Promise<string[]> {
  const names: string[] = [];
  for (const path of paths) {
    const { names: below, accountId } = await versions.below(path);
    if (accountId !== undefined && accountWanted !== undefined && accountId !== accountWanted)
      throw new UsageError(
        `the credentials are of account ${accountId}; the environment is in ${accountWanted}`,
      );
    names.push(...below);
  }
  return names;
}

function print({ json }: ParametersOptions, document: unknown, lines: readonly string[]): void {
  if (json) process.stdout.write(`${jsonText(document)}\n`);
  else say(lines);
}
