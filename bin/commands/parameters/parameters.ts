import { type Command, Option } from 'commander';
import { exitCodes, UsageError } from '../../failure.ts';
import { treeDifferenceLines, versionDifferenceLines, versionLines } from '../../print/parameter-lines.ts';
import { connectVersions, type ParameterVersion, type ParameterVersions } from './parameter-versions.ts';
import { type DeclaredTree, readDeclaredTree } from './parameters-configuration.ts';
import { compareTree, compareVersions } from './parameters-diff.ts';
import { checkLabels, chooseVersion, parseReference } from './parameters-reference.ts';

/** The flags as they are typed. */
interface ParametersOptions {
  readonly environment?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly withDecryption?: true;
  readonly json?: true;
}

const examples = `
Examples:
  muster parameters list /retail/shop
  muster parameters diff
  muster parameters diff /retail/shop/prod/db/host:1 :production
  muster parameters label /retail/shop/prod/db/host:3 production

Exit code: 0; 1 when diff finds a difference; 2 when a flag, a name or an answer of AWS is wrong.`;

/**
 * `muster parameters`: versions and labels of the tree. It asks the account, with the credentials of the AWS
 * CLI.
 */
export function addParametersCommand(program: Command): void {
  const parameters = program
    .command('parameters')
    .description('List, compare and label the versions of parameters.')
    .addHelpText('after', examples);
  addFlags(parameters.command('list [path]'))
    .description('Every version below a path (default: the paths of muster.config.ts), with its labels.')
    .addOption(decryptionOption())
    .action(listVersions);
  addFlags(parameters.command('diff [one] [other]'))
    .description('Two versions of a parameter; or, without arguments, the account and muster.config.ts.')
    .addOption(decryptionOption())
    .action(diff);
  addFlags(parameters.command('label <name> <labels...>'))
    .description('Label a version (name:version, or the latest). A label leaves the version that had it.')
    .action(label);
}

function addFlags(command: Command): Command {
  return command
    .option('--environment <name>', 'which environment of muster.config.ts (default: the first)')
    .option('--region <region>', 'the region to ask (default: that of the environment, or of the AWS CLI)')
    .option('--endpoint-url <url>', 'the endpoint to ask: http://127.0.0.1:4566 is muster local --serve')
    .option('--json', 'print one JSON document on stdout and nothing else')
    .allowExcessArguments(false);
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
  for (const name of await namesBelow(versions, tree.paths, tree.env?.account)) {
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
  const region = options.region ?? tree.env?.region;
  const versions = await connectVersions({ ...options, ...(region === undefined ? {} : { region }) });
  return { tree, versions };
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
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : `${lines.join('\n')}\n`);
}
