import type * as Sdk from '@aws-sdk/client-config-service';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json-in-text.ts';
import { ownEntry } from '../../../core/own-entry.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import { invalidValue } from '../invalid-value.ts';
import type { RuleDraft, RuleScope } from './config-rule.ts';
import { documentsNotPublic, type ManagedRule, managedRules, type RuleParameters } from './managed-rules.ts';

/**
 * Reads a rule of AWS.
 * @throws ServiceError InvalidParameterValueException. @throws NotEmulatedError for rules of somebody's own, and for
 * those of AWS that are not here.
 */
export function readRule(given: Sdk.ConfigRule, name: string): RuleDraft {
  refuseMembers('PutConfigRule', given, ['ConfigRuleState', 'CreatedBy', 'RuleEvaluationVisibility']);
  refuseModes(given.EvaluationModes);
  const identifier = readSource(given.Source);
  const managed = ownEntry(managedRules, identifier);
  if (managed === undefined) throw new NotEmulatedError(`the managed rule ${identifier}`);
  const { MaximumExecutionFrequency: frequency, InputParameters: inputParameters } = given;
  if (frequency !== undefined && identifier !== documentsNotPublic)
    throw invalidValue(
      'A maximum execution frequency is not allowed because only a rule with a periodic trigger has one.',
    );
  return {
    ...{ name, description: given.Description, identifier, managed, inputParameters, frequency },
    scope: readScope(given.Scope, managed),
    parameters: readParameters(inputParameters, managed),
  };
}

function refuseModes(modes: readonly Sdk.EvaluationModeConfiguration[] = []): void {
  for (const { Mode: mode } of modes)
    if (mode === 'PROACTIVE') throw new NotEmulatedError(`the evaluation Mode ${mode}`);
}

function readSource(source: Sdk.Source | undefined): string {
  const { Owner: owner, SourceIdentifier: identifier, SourceDetails: details = [] } = source ?? {};
  if (owner !== 'AWS' || source?.CustomPolicyDetails !== undefined)
    throw new NotEmulatedError(`a rule of the Owner ${owner}, with CustomPolicyDetails or a function`);
  if (identifier === undefined)
    throw invalidValue('The sourceIdentifier is required when AWS is the owner of the rule.');
  const [detail] = details;
  if (detail !== undefined) {
    const { EventSource, MessageType, MaximumExecutionFrequency } = detail;
    const said = [EventSource, MessageType, MaximumExecutionFrequency].join(', ');
    throw invalidValue(`SourceDetails should be null/empty if the Owner is AWS (${said}).`);
  }
  return identifier;
}

function readScope(scope: Sdk.Scope | undefined, { types: judged }: ManagedRule): RuleScope {
  refuseMembers('PutConfigRule', scope ?? {}, ['ServicePrincipals']);
  const { ComplianceResourceTypes: types = [], ComplianceResourceId: resourceId } = scope ?? {};
  const { TagKey: tagKey, TagValue: tagValue } = scope ?? {};
  if (tagValue !== undefined && tagKey === undefined)
    throw invalidValue('Scope should contain TagKey if TagValue is given.');
  if (tagKey !== undefined && types.length > 0)
    throw invalidValue('Scope cannot be applied to both resource and tag.');
  if (resourceId !== undefined && types.length !== 1)
    throw invalidValue('ComplianceResourceId needs exactly one type in ComplianceResourceTypes.');
  const other = types.find((type) => !judged.includes(type));
  if (other !== undefined)
    throw new NotEmulatedError(`a rule whose scope has ${other} (ComplianceResourceTypes)`);
  return { types, tagKey, tagValue, resourceId };
}

function readParameters(text: string | undefined, managed: ManagedRule): RuleParameters {
  const { parameters: known, required = [] } = managed;
  const parameters = text === undefined ? {} : parse(text);
  const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw invalidValue(`Unknown parameters provided in the inputParameters: ${unknown.join(', ')}`);
  const missing = required.filter((name) => parameters[name] === undefined);
  if (missing.length > 0)
    throw invalidValue(`Required parameter [${missing.join(', ')}] is not present in the inputParameters.`);
  const blank = Object.keys(parameters).find((name) => parameters[name]?.trim() === '');
  if (blank !== undefined)
    throw invalidValue(`Blank spaces are not acceptable for input parameter: ${blank}.`);
  return parameters;
}

function parse(text: string): RuleParameters {
  try {
    const parsed = parseJson(text);
    if (isRecord(parsed))
      return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
  } catch {
    // Refused below, as a text that is no object.
  }
  throw invalidValue(`Invalid json ${text} passed in the InputParameters field`);
}
