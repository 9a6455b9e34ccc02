import type { ParameterSettings } from './parameter-fields.ts';

/** The tree in the configuration: department, application, environment, name. */
export type ParameterTree = Readonly<Record<string, Readonly<Record<string, ApplicationTree>>>>;
type ApplicationTree = Readonly<Record<string, Readonly<Record<string, ParameterSettings>>>>;

/** The parameters of one environment of an application. They are read and written together. */
export interface ParameterPath {
  readonly department: string;
  readonly application: string;
  readonly environment: string;
  /** `/retail/shop/prod` */
  readonly path: string;
  readonly parameters: readonly DeclaredParameter[];
}

/** A parameter and its names: `db/host` in the tree, `/retail/shop/prod/db/host` in Parameter Store. */
export interface DeclaredParameter extends ParameterSettings {
  readonly key: string;
  readonly name: string;
}

/** An application and its environments, which share a key. */
export interface Application {
  readonly department: string;
  readonly application: string;
  /** `/retail/shop` */
  readonly path: string;
  readonly paths: readonly ParameterPath[];
}

/** The applications of a tree, in their order. */
export function readApplications(tree: ParameterTree): Application[] {
  return Object.entries(tree).flatMap(([department, applications]) =>
    Object.entries(applications).map(([application, environments]) => ({
      department,
      application,
      path: `/${department}/${application}`,
      paths: Object.entries(environments).map(([environment, named]) => {
        const path = `/${department}/${application}/${environment}`;
        const parameters = Object.entries(named).map(([key, settings]) => ({
          ...settings,
          key,
          name: `${path}/${key}`,
        }));
        return { department, application, environment, path, parameters };
      }),
    })),
  );
}

/** Whether it has a SecureString, which needs a key. */
export function hasSecrets({ paths }: Application): boolean {
  return paths.some(({ parameters }) => parameters.some(({ secret }) => secret));
}

/** The names of the secrets of Secrets Manager that a path refers to, without stage or version. */
export function secretIdsOf({ parameters }: ParameterPath): string[] {
  const ids = parameters.flatMap(({ secretsManager }) => secretsManager?.replace(/:.*$/, '') ?? []);
  return [...new Set(ids)];
}
