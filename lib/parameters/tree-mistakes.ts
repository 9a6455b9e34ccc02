import { joinedName, type ParameterPath, type ParameterTree, readApplications } from './parameter-tree.ts';

/** What is wrong with a tree as a whole. `path` leads to it, from the tree on. */
export interface TreeMistake {
  readonly path: readonly string[];
  readonly input: unknown;
  readonly allowed: string;
}

/**
 * AWS counts 1,011 characters including the ARN before the name, which has at most 56: `arn:aws-us-gov:ssm:`, the
 * longest region, the account and `:parameter/` (API reference, PutParameter).
 */
const nameLengthMax = 955;

/** IAM takes names of 128: 20 are the prefix, 17 say what the policy is for, 15 are the region. */
const joinedNameLengthMax = 76;

/** Mistakes that only show when the levels of a tree are seen together. */
export function findTreeMistakes(tree: ParameterTree): TreeMistake[] {
  const paths = readApplications(tree).flatMap((application) => application.paths);
  return [
    ...paths.flatMap(findLongNames),
    ...paths.flatMap(findLongPaths),
    ...paths.flatMap((path, index) => findSameNames(path, paths.slice(0, index))),
  ];
}

const levelsOf = ({ department, application, environment }: ParameterPath) => [
  department,
  application,
  environment,
];

function findLongNames(path: ParameterPath): TreeMistake[] {
  return path.parameters
    .filter(({ name }) => name.length > nameLengthMax)
    .map(({ key, name }) => ({
      path: [...levelsOf(path), key],
      input: name,
      allowed: `a name of at most ${nameLengthMax} characters; this one has ${name.length}`,
    }));
}

function findLongPaths(path: ParameterPath): TreeMistake[] {
  if (joinedName(path).length <= joinedNameLengthMax) return [];
  const allowed = `department, application and environment of at most ${joinedNameLengthMax - 2} characters together: they are in the names of policies`;
  return [{ path: levelsOf(path), input: path.path, allowed }];
}

/** `a-b/c` and `a/b-c`, or `Shop` and `shop`: IAM would call their policies the same. */
function findSameNames(path: ParameterPath, earlier: readonly ParameterPath[]): TreeMistake[] {
  const same = earlier.find((other) => joinedName(other).toLowerCase() === joinedName(path).toLowerCase());
  if (same === undefined) return [];
  const allowed = `another path: the policies of ${same.path} would have the same names`;
  return [{ path: levelsOf(path), input: path.path, allowed }];
}
