import {
  type Application,
  hasSecrets,
  type ParameterPath,
  type ParameterTree,
  readApplications,
  secretIdsOf,
} from './parameter-tree.ts';

/** A mistake in a tree as a whole. `path` leads to it from the root of the tree. */
export interface TreeMistake {
  readonly path: readonly string[];
  readonly input: unknown;
  readonly allowed: string;
}

/**
 * AWS counts 1,011 characters including the ARN before the name. That part has at most 56:
 * `arn:aws-us-gov:ssm:`, the longest region, the account and `:parameter/` (API reference, PutParameter).
 */
const nameLengthMax = 955;

/**
 * IAM accepts 6,144 characters in a managed policy. The policy to read a path has up to 1,200 without secrets
 * of Secrets Manager. It names each such secret twice, in ARNs with another 170 characters.
 */
const secretNamesCharactersMax = 4900;
const charactersBesideName = 170;

/** CloudFormation accepts 500 resources in a stack; 30 of them serve all applications. */
const resourcesMax = 470;

/** Mistakes that only show when the levels of a tree are seen together. */
export function findTreeMistakes(tree: ParameterTree): TreeMistake[] {
  const applications = readApplications(tree);
  const paths = applications.flatMap((application) => application.paths);
  return [...findCrowd(applications), ...paths.flatMap(findManySecrets), ...paths.flatMap(findLongNames)];
}

const levelsOf = ({ department, application, environment }: ParameterPath) => [
  department,
  application,
  environment,
];

function findCrowd(applications: readonly Application[]): TreeMistake[] {
  const count = applications.reduce((sum, each) => sum + countResources(each), 0);
  if (count <= resourcesMax) return [];
  const allowed = `at most ${resourcesMax}, as the stack takes: one for each parameter, four for each environment, one for each application and two more for its secrets`;
  return [{ path: [], input: `${count} resources`, allowed }];
}

function countResources(application: Application): number {
  const ofPaths = application.paths.map(({ parameters }) => parameters.length + 4);
  return ofPaths.reduce((sum, count) => sum + count, hasSecrets(application) ? 3 : 1);
}

function findManySecrets(path: ParameterPath): TreeMistake[] {
  const ids = secretIdsOf(path);
  const characters = ids.reduce((sum, id) => sum + 2 * id.length + charactersBesideName, 0);
  if (characters <= secretNamesCharactersMax) return [];
  const allowed = 'about 20: the policy to read them names each, and IAM takes no longer one';
  return [{ path: levelsOf(path), input: `${ids.length} references to Secrets Manager`, allowed }];
}

function findLongNames(path: ParameterPath): TreeMistake[] {
  return path.parameters
    .filter(({ name }) => name.length > nameLengthMax)
    .map(({ key, name }) => ({
      path: [...levelsOf(path), key],
      input: name,
      allowed: `a name of at most ${nameLengthMax} characters; this one has ${name.length}`,
    }));
}
