import { join } from 'node:path';
import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { DocumentError, loadRunbook, type Runbook } from '../../documents/load-document.ts';
import type { RemediationSettings } from './remediation-schema.ts';
import { deployedParameters, instanceRunbookIds } from './runbook-catalog.ts';
import { complianceTriggerName } from './triggers/own-triggers.ts';
import type { TriggerSetting } from './triggers/trigger-schema.ts';

/** Runbooks whose files are wrong, and triggers that start what there is not, or with parameters that it has not. */
export const findRemediationMistakes: ConfigCheck = (_outline, settings) => settings.flatMap(findIn);

function findIn({ remediation }: Settings): string[] {
  if (remediation === null) return [];
  const { runbooks, triggers } = remediation;
  return [
    ...Object.entries(runbooks).flatMap(([name, { file }]) =>
      findInFile(`remediation.runbooks.${name}`, file),
    ),
    ...Object.entries(triggers).flatMap(([name, trigger]) =>
      findInTrigger(`remediation.triggers.${name}`, trigger, runbooks),
    ),
    ...(Object.hasOwn(triggers, complianceTriggerName)
      ? [
          `remediation.triggers: received "${complianceTriggerName}"; allowed: other names: the rules have a trigger of this name`,
        ]
      : []),
  ];
}

function findInFile(field: string, file: string): string[] {
  const read = readRunbook(file);
  if ('problems' in read) return read.problems.map((problem) => `${field}.file: ${problem}`);
  return 'InstanceId' in read.runbook.parameters
    ? []
    : [
        `${field}.file: received ${file} without the parameter InstanceId; allowed: a runbook for an instance`,
      ];
}

function findInTrigger(
  field: string,
  { runbook, parameters }: TriggerSetting,
  own: RemediationSettings['runbooks'],
): string[] {
  if (runbook === undefined) return [];
  const known = [...instanceRunbookIds, ...Object.keys(own)];
  if (!known.includes(runbook))
    return [`${field}.runbook: received "${runbook}"; allowed: ${known.join(', ')}`];
  const isOwn = Object.hasOwn(own, runbook);
  const read = readRunbook(own[runbook]?.file ?? fileOf(runbook));
  if ('problems' in read) return [];
  const taken = ['InstanceId', ...(isOwn ? ['AutomationAssumeRole'] : deployedParameters)];
  const open = new Map(
    Object.entries(read.runbook.parameters).filter(([parameter]) => !taken.includes(parameter)),
  );
  return [
    ...Object.entries(parameters).flatMap(([name, value]) =>
      findInParameter(`${field}.parameters`, { name, value, open }),
    ),
    ...[...open]
      .filter(([name, declared]) => declared.default === undefined && !Object.hasOwn(parameters, name))
      .map(
        ([name]) =>
          `${field}.parameters: received no "${name}"; allowed: a text, or a path in the event: ${runbook} has no default for it`,
      ),
  ];
}

/** A value of a trigger for a parameter of its runbook, and the parameters that triggers may give. */
interface GivenParameter {
  readonly name: string;
  readonly value: string;
  readonly open: ReadonlyMap<string, Runbook['parameters'][string]>;
}

function findInParameter(field: string, { name, value, open }: GivenParameter): string[] {
  const declared = open.get(name);
  if (declared === undefined)
    return [`${field}: received "${name}"; allowed: ${[...open.keys()].join(', ') || 'none'}`];
  const form = value.startsWith('$.') ? undefined : refusingForm(value, declared);
  return form === undefined ? [] : [`${field}.${name}: received "${value}"; allowed: ${form}`];
}

/** What the declaration of a parameter allows, if it refuses a value. Automation would refuse each event. */
function refusingForm(
  value: string,
  { allowedValues, allowedPattern }: Runbook['parameters'][string],
): string | undefined {
  if (allowedValues !== undefined && !allowedValues.includes(value)) return allowedValues.join(', ');
  if (allowedPattern !== undefined && !new RegExp(allowedPattern).test(value)) return allowedPattern;
  return undefined;
}

/** The file of a runbook of Muster: `AttachInstanceProfile` is in `attach-instance-profile.yaml`. */
function fileOf(runbookId: string): string {
  return `${runbookId.replace(/(?<=.)(?=[A-Z])/g, '-').toLowerCase()}.yaml`;
}

function readRunbook(file: string): { readonly runbook: Runbook } | { readonly problems: readonly string[] } {
  try {
    return { runbook: loadRunbook(join('documents', 'automation', file)) };
  } catch (error) {
    if (error instanceof DocumentError) return { problems: error.problems };
    throw error;
  }
}
