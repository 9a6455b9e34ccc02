import type { Command } from 'commander';
import type { Settings } from '../../lib/configuration/settings.ts';
import { chooseEnvironment } from './chosen-environment.ts';

/** Which account and region to ask, as the user types it. What is not given is as in the AWS CLI. */
export interface AccountFlags {
  readonly environment?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly json?: true;
}

/** The settings of every client of AWS. */
export interface ClientSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
}

/** How to reach the deployment of one environment. */
export interface Connection {
  readonly clientSettings: ClientSettings;
  /** The account of the environment; undefined when the configuration leaves it open. */
  readonly account: string | undefined;
  readonly environment: string | undefined;
  /** The beginnings of the names of what is deployed. */
  readonly names: { readonly prefix: string; readonly parameterPath: string };
  /** All that the configuration says of the environment. */
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

/** @throws UsageError when the configuration has mistakes, or no such environment. */
export async function connect(flags: AccountFlags): Promise<Connection> {
  const { name, env, settings } = await chooseEnvironment(flags.environment);
  const region = flags.region ?? env?.region;
  return {
    clientSettings: {
      ...(region === undefined ? {} : { region }),
      ...(flags.profile === undefined ? {} : { profile: flags.profile }),
      ...(flags.endpointUrl === undefined ? {} : { endpoint: flags.endpointUrl }),
    },
    account: env?.account,
    environment: name,
    names: settings.names,
    settings,
  };
}
