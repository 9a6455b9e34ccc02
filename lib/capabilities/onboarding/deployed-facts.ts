import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type DeploymentFacts, deploymentFactsParameter } from '../../../lambdas/shared/runtime/contract.ts';
import type { Settings } from '../../configuration/settings.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { missingAfterSeconds } from './sweep-function.ts';

/** The functions that decide about instances and log each decision, by their folders in `lambdas/`. */
const deciders: readonly string[] = ['onboard', 'recheck'];
/** The functions that empty the launch queue and the outcome queue. */
const emptiers = { launches: 'onboard', outcomes: 'follow-up' } as const;

/**
 * The parameter by which the command line knows what was deployed, whatever the configuration says by now: how often
 * Muster looks, and where its functions log. It is made last, because it reads the functions of the stack.
 */
export class DeployedFacts extends Construct {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const stack = Stack.of(this);
    const facts: DeploymentFacts = {
      launchSeconds: settings.launchDelaySeconds + settings.batchingWindowSeconds,
      recheckSeconds: periodSeconds(stack, 'recheck'),
      sweepSeconds: periodSeconds(stack, 'sweep'),
      missingAfterSeconds,
      horizonSeconds: settings.horizonMinutes * 60,
      ...(settings.verification.every === 'never' ? {} : { verifyEvery: settings.verification.every }),
      ...(settings.rolloutDocuments.length === 0 ? {} : { rolloutDocuments: settings.rolloutDocuments }),
      logGroups: functionsOf(stack, deciders).map((one) => one.function.logGroup.logGroupName),
      queueLogGroups: {
        launches: logGroupOf(stack, emptiers.launches).logGroupName,
        outcomes: logGroupOf(stack, emptiers.outcomes).logGroupName,
      },
    };
    new StringParameter(this, 'Parameter', {
      parameterName: `${settings.names.parameterPath}/onboarding/${deploymentFactsParameter}`,
      stringValue: stack.toJsonString(facts),
    });
  }
}

/** The right to read what was decided, in the logs of the functions that decide. */
export function readDecisionsStatement(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'Decisions',
    actions: ['logs:FilterLogEvents'],
    resources: functionsOf(stack, deciders).map((one) => one.function.logGroup.logGroupArn),
  });
}

/** The right to read why messages died, in the logs of the functions that could not settle them. */
export function readFailuresStatement(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'Failures',
    actions: ['logs:FilterLogEvents'],
    resources: functionsOf(stack, Object.values(emptiers)).map((one) => one.function.logGroup.logGroupArn),
  });
}

/** @throws Error when the stack has no such function. */
function logGroupOf(stack: Stack, bundle: string): ILogGroup {
  const [found] = functionsOf(stack, [bundle]);
  if (found === undefined) throw new Error(`The stack has no function ${bundle}.`);
  return found.function.logGroup;
}

function functionsOf(stack: Stack, bundles: readonly string[]): MusterFunction[] {
  return stack.node
    .findAll()
    .filter((node) => node instanceof MusterFunction)
    .filter(({ bundle }) => bundles.includes(bundle));
}

/** How often a function is called at most by its schedules. */
function periodSeconds(stack: Stack, bundle: string): number {
  const called = functionsOf(stack, [bundle]).map((one) => one.function);
  const schedules = stack.node.findAll().filter((node) => node instanceof FunctionSchedule);
  const periods = schedules
    .filter((one) => called.some((fn) => fn === one.function))
    .map(({ period }) => period);
  return Math.min(...periods.map((period) => period.toSeconds()));
}
