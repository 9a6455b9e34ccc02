import { isRecord } from '../../../core/is-record.ts';
import { ownEntry } from '../../../core/own-entry.ts';
import { ServiceError } from '../../../core/service.ts';

/** The inputs of a Session document by type (user guide, Session document schema). */
const inputTypes: Readonly<Record<string, 'string' | 'boolean' | 'object'>> = {
  s3BucketName: 'string',
  s3KeyPrefix: 'string',
  s3EncryptionEnabled: 'boolean',
  cloudWatchLogGroupName: 'string',
  cloudWatchEncryptionEnabled: 'boolean',
  cloudWatchStreamingEnabled: 'boolean',
  kmsKeyId: 'string',
  runAsEnabled: 'boolean',
  runAsDefaultUser: 'string',
  idleSessionTimeout: 'string',
  maxSessionDuration: 'string',
  shellProfile: 'object',
};

const sessionTypes = ['Standard_Stream', 'InteractiveCommands', 'NonInteractiveCommands', 'Port'];
/** Maxima in minutes. An empty text means the default of the service. */
const minutes: Readonly<Record<string, number>> = { idleSessionTimeout: 60, maxSessionDuration: 1440 };

/** Checks the content of a Session document. Checks beyond the documented schema are assumed. */
export function checkSessionContent(content: Readonly<Record<string, unknown>>): void {
  const { schemaVersion, sessionType, inputs = {} } = content;
  if (schemaVersion !== '1.0')
    throw new ServiceError(
      'InvalidDocumentSchemaVersion',
      `The document schemaVersion is ${JSON.stringify(schemaVersion)}; allowed for Session: "1.0"`,
    );
  if (!sessionTypes.includes(String(sessionType)))
    throw invalid(`sessionType is ${JSON.stringify(sessionType)}; allowed are ${sessionTypes.join(', ')}`);
  if (!isRecord(inputs)) throw invalid('inputs is not an object');
  for (const [name, value] of Object.entries(inputs)) {
    if (typeof value !== ownEntry(inputTypes, name))
      throw invalid(
        `inputs.${name} is ${JSON.stringify(value)}; allowed: ${ownEntry(inputTypes, name) ?? 'no such input'}`,
      );
    const max = ownEntry(minutes, name);
    const isMinutes =
      max === undefined || value === '' || (/^[1-9]\d*$/.test(String(value)) && Number(value) <= max);
    if (!isMinutes) throw invalid(`inputs.${name} is ${JSON.stringify(value)}; allowed: "1" to "${max}"`);
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidDocumentContent', message);
}
