import { App } from 'aws-cdk-lib';
import { defineStacks } from '../lib/app.ts';
import { ConfigurationError, overrideConfig } from '../lib/configuration/config.ts';
import { DocumentError } from '../lib/documents/load-document.ts';
import config from '../muster.config.ts';

/**
 * The CDK entry: `cdk synth` and `cdk deploy` run it. Only this file reads the CDK's context and environment.
 * The context `muster:settings`, a JSON object, replaces fields of `muster.config.ts`, for trying other
 * settings.
 */
const app = new App();
const account = process.env['CDK_DEFAULT_ACCOUNT'];
const region = process.env['CDK_DEFAULT_REGION'];
const settings: unknown = app.node.tryGetContext('muster:settings');

try {
  const chosen = overrideConfig(config, settings);
  defineStacks(app, chosen, account === undefined || region === undefined ? undefined : { account, region });
} catch (error) {
  if (!(error instanceof ConfigurationError || error instanceof DocumentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
