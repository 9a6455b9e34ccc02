import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import type { RemediationSettings } from './remediation-schema.ts';
import { ConfigRules, recordedTypes } from './rules/config-rules.ts';
import { ConfigurationRecorder } from './rules/configuration-recorder.ts';
import { mapRunbooks, type RunbookId, runbookCatalog } from './runbook-catalog.ts';
import { RunbookGrants } from './runbook-grants.ts';
import { readGround } from './runbook-ground.ts';
import { Runbook } from './runbook-resource.ts';

/** Runbooks that bring an instance back, and rules that start them. */
export class RemediationStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { own, settings, ...props }: CapabilityProps<RemediationSettings>,
  ) {
    super(scope, id, props);
    const { prefix, parameterPath } = settings.names;
    const catalog = runbookCatalog(new RunbookGrants(this), readGround(this, parameterPath));
    const folder = new Construct(this, 'Runbooks');
    const make = (runbookId: RunbookId) =>
      new Runbook(folder, runbookId, { ...catalog[runbookId], name: `${prefix}-${runbookId}` });
    const runbooks = mapRunbooks(make);
    const rules = new ConfigRules(this, 'Rules', { prefix, rules: own.rules, runbooks });
    const resourceTypes = recordedTypes(own.rules);
    if (own.recorder === 'create')
      rules.node.addDependency(new ConfigurationRecorder(this, 'Recorder', { prefix, resourceTypes }));
  }
}
