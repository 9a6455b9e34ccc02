import type { Action } from './action.ts';
import { branchStep } from './branch-step.ts';
import { runCommand } from './command-step.ts';
import { executeAwsApi } from './execute-aws-api.ts';
import { invokeLambdaFunction } from './invoke-lambda-function.ts';
import { assertAwsResourceProperty, waitForAwsResourceProperty } from './resource-property.ts';
import { sleep } from './sleep.ts';

/** The actions that are emulated, by name. */
export const emulatedActions: ReadonlyMap<string, Action> = new Map([
  ['aws:assertAwsResourceProperty', assertAwsResourceProperty],
  ['aws:branch', branchStep],
  ['aws:executeAwsApi', executeAwsApi],
  ['aws:invokeLambdaFunction', invokeLambdaFunction],
  ['aws:runCommand', runCommand],
  ['aws:sleep', sleep],
  ['aws:waitForAwsResourceProperty', waitForAwsResourceProperty],
]);
