import { parse } from 'yaml';
import type { CommandDocument, DocumentStep } from '../../../agent/command-document.ts';
import type { PlatformType } from '../../../agent/platforms.ts';
import { platformsOfAction } from '../../../agent/step-operation.ts';
import { isRecord } from '../../../core/is-record.ts';
import { assertWalkable } from '../../../core/json-in-text.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { readDeclaration } from './read-declaration.ts';

/** The schema versions of a Command document. */
const COMMAND_SCHEMAS = ['1.2', '2.0', '2.0.1', '2.0.2', '2.0.3', '2.2'];

/** Parses the text of a document. Refuses text that is neither JSON nor YAML, or not a mapping. */
export function readContent(content: string, format: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = format === 'YAML' ? parse(content) : JSON.parse(content);
    assertWalkable(value);
  } catch (error) {
    throw invalid(`The document is not valid ${format}: ${error instanceof Error ? error.message : error}`);
  }
  if (!isRecord(value)) throw invalid('The document content is not an object');
  return value;
}

/** Reads the content of a document whose type is Command. Refuses what the service refuses on creation. */
export function readCommandDocument(content: Readonly<Record<string, unknown>>): CommandDocument {
  const { schemaVersion } = content;
  if (typeof schemaVersion !== 'string' || !COMMAND_SCHEMAS.includes(schemaVersion))
    throw new ServiceError(
      'InvalidDocumentSchemaVersion',
      `The document schemaVersion is ${JSON.stringify(schemaVersion)}; allowed for Command: ${COMMAND_SCHEMAS.map((v) => `"${v}"`).join(', ')}`,
    );
  const parameters = isRecord(content['parameters']) ? content['parameters'] : {};
  return {
    schemaVersion,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, readDeclaration(name, value)]),
    ),
    steps:
      schemaVersion === '1.2' ? readRuntimeConfig(content['runtimeConfig']) : readSteps(content['mainSteps']),
  };
}

/**
 * The platforms of a Command document: those of its actions, narrowed by `platformType` preconditions. The service
 * computes them; the exact rule is not documented: assumed.
 */
export function platformTypesOf(document: CommandDocument): PlatformType[] {
  const found = new Set(document.steps.flatMap((step) => stepPlatforms(step)));
  return (['Windows', 'Linux', 'MacOS'] as const).filter((type) => found.has(type));
}

/**
 * Reads the text of a document that an agent has fetched, which may be JSON or YAML.
 * @throws Error in the agent's words for another schema and for a document without steps, and in others for what is no
 * document at all.
 */
export function readFetchedDocument(text: string): CommandDocument {
  const isBlank = text.trim() === '';
  const content = isBlank ? {} : readContent(text, text.trimStart().startsWith('{') ? 'JSON' : 'YAML');
  const { schemaVersion: version = '', mainSteps, runtimeConfig } = content;
  if (!COMMAND_SCHEMAS.some((known) => known === version))
    throw new Error(
      `Document with schema version ${version} is not supported by this version of ssm agent, please update to latest version`,
    );
  const steps = version === '1.2' ? runtimeConfig : mainSteps;
  if (!isRecord(steps) && (!Array.isArray(steps) || steps.length === 0))
    throw new Error('Unsupported schema format');
  return readCommandDocument(content);
}

function stepPlatforms(step: DocumentStep): readonly PlatformType[] {
  const byAction = platformsOfAction(step.action) ?? ['Windows', 'Linux', 'MacOS'];
  const equals = step.precondition?.['StringEquals'];
  if (!Array.isArray(equals) || !equals.includes('platformType')) return byAction;
  const wanted = equals.map((side: unknown) => String(side).toLowerCase());
  return byAction.filter((type) => wanted.includes(type.toLowerCase()));
}

function readSteps(steps: unknown): DocumentStep[] {
  if (!Array.isArray(steps) || steps.length === 0) throw invalid('The document has no mainSteps');
  return steps.map((step: unknown) => {
    if (!isRecord(step) || typeof step['name'] !== 'string' || typeof step['action'] !== 'string')
      throw invalid(`A step needs a name and an action, received ${JSON.stringify(step)}`);
    const { name, action, precondition } = step;
    if (Array.isArray(step['inputs'])) throw new NotEmulatedError(`inputs of step ${name} that are a list`);
    const inputs = isRecord(step['inputs']) ? step['inputs'] : {};
    return isRecord(precondition) ? { name, action, inputs, precondition } : { name, action, inputs };
  });
}

function readRuntimeConfig(config: unknown): DocumentStep[] {
  if (!isRecord(config)) throw invalid('The document has no runtimeConfig');
  return Object.entries(config).map(([action, plugin]) => {
    const properties = isRecord(plugin) ? plugin['properties'] : undefined;
    if (Array.isArray(properties) && properties.length > 1)
      throw new NotEmulatedError(`${action} with several properties in a document of schema 1.2`);
    const first: unknown = Array.isArray(properties) ? properties[0] : properties;
    return { name: action, action, inputs: isRecord(first) ? first : {} };
  });
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidDocumentContent', message);
}
