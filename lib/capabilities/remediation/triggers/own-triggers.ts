import { Construct } from 'constructs';
import type { RemediationSettings } from '../remediation-schema.ts';
import type { RunbookGrants } from '../runbook-grants.ts';
import { Runbook } from '../runbook-resource.ts';
import { sendDocumentGrants, sendDocumentRunbook } from './send-document-runbook.ts';
import type { TriggerSetting, TriggersSettings } from './trigger-schema.ts';
import type { OwnTrigger } from './triggers.ts';

/** What triggers are made from. */
export interface OwnTriggersProps {
  readonly prefix: string;
  readonly own: RemediationSettings;
  readonly grants: RunbookGrants;
  /** The runbooks that a trigger may start, by their names in the configuration. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
}

/**
 * The triggers of the configuration, each with its runbook. One that sends a document gets a runbook of its own,
 * `<prefix>-trigger-<name>`. Where a rule judges whether instances are managed, there is another one: a change of that has
 * Muster decide anew about the instance.
 */
export function ownTriggers(scope: Construct, props: OwnTriggersProps): ReadonlyMap<string, OwnTrigger> {
  const folder = new Construct(scope, 'TriggerRunbooks');
  const { own, prefix } = props;
  const all: TriggersSettings = { ...complianceTrigger(own, prefix), ...own.triggers };
  return new Map(
    Object.entries(all).map(([name, setting]) => {
      const { runbook, document } = setting;
      if (document !== undefined)
        return [name, { setting, runbook: sends(folder, name, document, setting, props) }];
      return [name, { setting, runbook: runbook === undefined ? undefined : props.runbooks.get(runbook) }];
    }),
  );
}

function sends(
  folder: Construct,
  name: string,
  document: string,
  { parameters }: TriggerSetting,
  { prefix, grants }: OwnTriggersProps,
): Runbook {
  return new Runbook(folder, name, {
    name: `${prefix}-trigger-${name}`,
    file: sendDocumentRunbook({ document, parameters: Object.keys(parameters) }),
    purpose: `Lets a runbook send ${document} for the trigger ${name}.`,
    defaults: {},
    grants: sendDocumentGrants(grants, document),
  });
}

/** The names of the rules that say whether an instance is managed, and the trigger of their findings. */
function complianceTrigger({ rules }: RemediationSettings, prefix: string): TriggersSettings {
  const named = (['instanceManaged', 'instanceProfileAttached'] as const).filter(
    (name) => rules[name] !== undefined,
  );
  if (named.length === 0) return {};
  return {
    [complianceTriggerName]: {
      pattern: {
        source: ['aws.config'],
        'detail-type': ['Config Rules Compliance Change'],
        detail: {
          configRuleName: named.map((name) => `${prefix}-${name}`),
          resourceType: ['AWS::EC2::Instance'],
        },
      },
      node: '$.detail.resourceId',
      parameters: {},
      perNodeDayMax: 24,
    },
  };
}

/** The name of the trigger that comes with the rules. */
export const complianceTriggerName = 'compliance';
