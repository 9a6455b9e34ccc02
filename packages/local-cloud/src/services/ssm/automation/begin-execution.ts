import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { ownEntry } from '../../../core/own-entry.ts';
import { type Principal, ServiceError } from '../../../core/service.ts';
import type { GivenValues } from '../commands/check-parameters.ts';
import type { DocumentStore, DocumentVersion } from '../documents/document-store.ts';
import type { AutomationOffice } from './automation-office.ts';
import { AutomationExecution, type ExecutionRequest } from './execution.ts';
import { executionArn } from './execution-arn.ts';
import { fillIn } from './fill-in.ts';
import { findTargets } from './find-targets.ts';
import { invalidParameters, readParameterValues } from './parameter-values.ts';
import type { Runbook } from './runbook.ts';
import type { AskedTargeting, Targeting } from './targeting.ts';

const roleArnForm = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

type Asked = Pick<StartAutomationExecutionRequest, 'DocumentName' | 'DocumentVersion' | 'Parameters'>;

/**
 * The runbook that a call names, and its version.
 * @throws ServiceError AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException.
 */
export function findRunbook(
  documents: DocumentStore,
  { DocumentName: name = '', DocumentVersion: version }: Asked,
): DocumentVersion & { readonly runbook: Runbook } {
  const document = renamed(() => documents.get(name), 'AutomationDefinitionNotFoundException');
  const found = renamed(
    () => documents.version(document, version),
    'AutomationDefinitionVersionNotFoundException',
  );
  const { runbook } = found;
  if (runbook === undefined)
    throw new ServiceError(
      'AutomationDefinitionNotFoundException',
      `Document ${document.name} is of type ${document.type}; an execution needs Automation`,
    );
  return { ...found, runbook };
}

/** Finds with the code that Automation has for what is missing. */
function renamed<Found>(find: () => Found, code: string): Found {
  try {
    return find();
  } catch (error) {
    throw error instanceof ServiceError ? new ServiceError(code, error.message) : error;
  }
}

/** The role that a call would have a runbook assume, or an empty text when there is none or no such runbook. */
export function roleToPass(documents: DocumentStore, input: Asked): string {
  try {
    return roleArnIn(findRunbook(documents, input).runbook, input.Parameters ?? {});
  } catch (error) {
    if (error instanceof ServiceError) return '';
    throw error;
  }
}

function roleArnIn({ assumeRole, parameters }: Runbook, given: GivenValues): string {
  return String(
    fillIn(assumeRole, (name) => ownEntry(given, name)?.[0] ?? ownEntry(parameters, name)?.default),
  );
}

/**
 * The role that does the steps; undefined when the runbook names none, and the caller does them.
 * @throws ServiceError InvalidAutomationExecutionParametersException, with the documented words.
 */
function chooseRole(
  { host, ports }: AutomationOffice,
  { runbook, given, id }: { runbook: Runbook; given: GivenValues; id: string },
): Principal | undefined {
  const roleArn = roleArnIn(runbook, given);
  if (roleArn === '') return undefined;
  if (!roleArnForm.test(roleArn))
    throw invalidParameters('The format of the supplied assume role ARN is invalid.');
  if (!ports.assume(roleArn, { id, arn: executionArn(host, id) }))
    throw invalidParameters('The defined assume role is unable to be assumed.');
  return { kind: 'role', roleArn };
}

/** What an execution is begun with. The principal is the caller; a role of the runbook takes its place. */
export interface Beginning extends Pick<ExecutionRequest, 'document' | 'principal' | 'executedBy' | 'child'> {
  readonly given: GivenValues;
}

/** Makes an execution that runs the steps of a runbook. @throws ServiceError InvalidAutomationExecutionParametersException. */
export function beginExecution(
  office: AutomationOffice,
  { given, ...beginning }: Beginning,
): AutomationExecution {
  const parameters = readParameterValues(beginning.document.runbook.parameters, given);
  return addExecution(office, given, { ...beginning, parameters });
}

/**
 * Makes a parent, which runs the runbook on targets. What was given goes to each child. A parent whose targets cannot be
 * looked for has none.
 * @throws ServiceError InvalidAutomationExecutionParametersException.
 */
export function beginParent(
  office: AutomationOffice,
  { given, ...beginning }: Beginning,
  asked: AskedTargeting,
): { readonly parent: AutomationExecution; readonly targeting: Targeting } {
  const { [asked.parameterName]: _, ...others } = beginning.document.runbook.parameters;
  readParameterValues(others, given);
  const shown = Object.fromEntries(Object.entries(given).map(([name, values]) => [name, [...values]]));
  const role = roleArnIn(beginning.document.runbook, given);
  const principal: Principal = role === '' ? beginning.principal : { kind: 'role', roleArn: role };
  const { documentName } = beginning.document;
  const found = findTargets(office, asked.target, { principal, documentName });
  const targeting = { ...asked, values: found instanceof ServiceError ? [] : found };
  const parent = addExecution(office, given, { ...beginning, parameters: { values: {}, shown }, targeting });
  parent.failureMessage = found instanceof ServiceError ? found.message : undefined;
  return { parent, targeting };
}

function addExecution(
  office: AutomationOffice,
  given: GivenValues,
  request: Omit<ExecutionRequest, 'id' | 'startedMs'>,
): AutomationExecution {
  const random = office.host.random('ssm/automation');
  const id = random.uuid();
  const role = chooseRole(office, { runbook: request.document.runbook, given, id });
  const principal = role ?? request.principal;
  const startedMs = office.host.timeline.nowMs;
  const execution = new AutomationExecution({ ...request, id, startedMs, principal }, () => random.uuid());
  office.log.add(execution);
  return execution;
}
