import type { Command } from 'commander';
import type { Deployment } from '../../lib/configuration/config.ts';
import type { Settings } from '../../lib/configuration/settings.ts';
import { chooseEnvironment } from './chosen-environment.ts';
import { type Credentials, sessionOf } from './role-session.ts';

/** Which account and region to ask, as the user types it. What is not given is as in the AWS CLI. */
export interface AccountFlags {
  readonly environment?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly json?: true;
}

/** The flags of a command that can ask all environments. */
export interface EnvironmentsFlags extends AccountFlags {
  readonly allEnvironments?: true;
}

/** The settings of every client of AWS. */
export interface ClientSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  /** Those of the operators' role of the environment; by default the credentials are as in the AWS CLI. */
  readonly credentials?: Credentials | (() => Promise<Credentials>);
  readonly logger?: Logger;
  /** The beginning of the parameters with the policies for operators: what a refusal names. The clients do not read it. */
  readonly operatorPath?: string;
}

/** Where a client of AWS writes what it does. */
interface Logger {
  readonly debug: () => void;
  readonly info: () => void;
  readonly warn: () => void;
  readonly error: () => void;
}

/**
 * A client walks through every answer to hide secrets from its log, also when it writes none, unless the log has no
 * `info`. Of a list of 10,000 instances that is a tenth of the time.
 */
const quiet: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
Reflect.deleteProperty(quiet, 'info');

function ignore(): void {
  // Nobody reads it.
}

/** How to reach the deployment of one environment. */
export interface Connection {
  readonly clientSettings: ClientSettings;
  /** The account of the environment; undefined when the configuration leaves it open. */
  readonly account: string | undefined;
  readonly environment: string | undefined;
  /** The beginnings of the names of what is deployed. */
  readonly names: { readonly prefix: string; readonly parameterPath: string };
  /** The whole configuration of the environment. What is deployed may differ. */
  readonly settings: Settings;
}

/** Adds the flags that every command has which asks an account. */
export function addAccountFlags(command: Command): Command {
  return command
    .option('--environment <name>', 'which environment of muster.config.ts (default: the first)')
    .option('--region <region>', 'the region to ask (default: that of the environment, or of the AWS CLI)')
    .option('--profile <name>', 'the profile of the AWS CLI whose credentials to use')
    .option('--endpoint-url <url>', 'the endpoint to ask: http://127.0.0.1:4566 is muster local --serve')
    .option('--json', 'print one JSON document on stdout and nothing else')
    .allowExcessArguments(false);
}

/** Adds the flag of a command that can ask all environments at once. */
export function addEnvironmentsFlag(command: Command): Command {
  return command.option(
    '--all-environments',
    'ask all environments of muster.config.ts side by side, each with its operatorRole',
  );
}

/** @throws UsageError when the configuration has mistakes, or no such environment. */
export async function connect(flags: AccountFlags): Promise<Connection> {
  return connectTo(await chooseEnvironment(flags.environment), flags);
}

/** How to reach an environment. The role of its operators is assumed when something is asked. */
export function connectTo(
  { name, env, operatorRole, settings }: Deployment,
  flags: AccountFlags,
): Connection {
  const region = flags.region ?? env?.region;
  const given = {
    ...(region === undefined ? {} : { region }),
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    ...(flags.endpointUrl === undefined ? {} : { endpoint: flags.endpointUrl }),
  };
  const hasRole = operatorRole !== undefined && env !== undefined;
  return {
    clientSettings: {
      ...given,
      logger: quiet,
      ...(hasRole ? { credentials: sessionOf(operatorRole, env.account, given) } : {}),
      operatorPath: `${settings.names.parameterPath}/operators`,
    },
    account: env?.account,
    environment: name,
    names: settings.names,
    settings,
  };
}
