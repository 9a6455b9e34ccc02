import type { ServiceError } from '../service.ts';
import type { Model } from './models.ts';

/** The namespaces of errors that DynamoDB has from the framework of AWS's services (recorded). */
const ofFramework: Readonly<Record<string, string>> = {
  AccessDeniedException: 'com.amazon.coral.service',
  SerializationException: 'com.amazon.coral.service',
  ThrottlingException: 'com.amazon.coral.availability',
  ValidationException: 'com.amazon.coral.validate',
};

/** The type and the text of an error in a JSON protocol. The framework itself writes `Message` (recorded). */
export function describeError(
  { service, errorNamespace }: Model,
  { code, message }: ServiceError,
): Record<string, unknown> {
  const framework = service === 'dynamodb' ? ofFramework[code] : undefined;
  const __type = `${framework ?? errorNamespace}#${code}`;
  return framework?.endsWith('.service') === true ? { __type, Message: message } : { __type, message };
}
