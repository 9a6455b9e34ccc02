import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { RemediationSettings } from './remediation-schema.ts';
import { RoleAccessFunction } from './role-access-function.ts';
import { ConfigRules, recordedTypes } from './rules/config-rules.ts';
import { ConfigurationRecorder } from './rules/configuration-recorder.ts';
import { runbookCatalog } from './runbook-catalog.ts';
import { RunbookGrants } from './runbook-grants.ts';
import { readGround } from './runbook-ground.ts';
import { Runbook, type RunbookDefinition } from './runbook-resource.ts';
import { ownTriggers } from './triggers/own-triggers.ts';
import { Triggers } from './triggers/triggers.ts';

/** Runbooks that bring an instance back, and rules that start them. */
export class RemediationStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { own, settings, ...props }: CapabilityProps<RemediationSettings>,
  ) {
    super(scope, id, props);
    const { prefix, parameterPath } = settings.names;
    const grants = new RunbookGrants(this);
    const ground = readGround(this, parameterPath);
    const { functionArn } = new RoleAccessFunction(this, 'Functions', {
      policyArn: ground.policyArn,
      protectedTag: own.protectedTag,
      logRetentionDays: settings.retention.logDays,
    });
    const folder = new Construct(this, 'Runbooks');
    const definitions = { ...runbookCatalog(grants, ground, functionArn), ...ownRunbooks(own) };
    const runbooks = new Map(
      Object.entries(definitions).map(([name, definition]) => [
        name,
        new Runbook(folder, name, { ...definition, name: `${prefix}-${name}` }),
      ]),
    );
    const triggers = ownTriggers(this, { prefix, own, grants, runbooks });
    if (triggers.size > 0) new Triggers(this, 'Triggers', { settings, ground, grants, triggers });
    const rules = new ConfigRules(this, 'Rules', { prefix, rules: own.rules, runbooks });
    const resourceTypes = recordedTypes(own.rules);
    if (own.recorder === 'create')
      rules.node.addDependency(
        new ConfigurationRecorder(this, 'Recorder', {
          ...{ prefix, existing: own.recorderBucket, resourceTypes },
        }),
      );
  }
}

/** The runbooks of the user's own. */
function ownRunbooks({ runbooks }: RemediationSettings): Record<string, RunbookDefinition> {
  return Object.fromEntries(
    Object.entries(runbooks).map(([name, { file, grants }]) => [
      name,
      { file, purpose: `Lets the runbook ${name} do its steps.`, defaults: {}, grants },
    ]),
  );
}
