import { type Authorization, ServiceError } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { type Document, type DocumentStore, isOwnedByAws } from './document-store.ts';

/** The form of a name or an ARN (botocore). */
export const NAME_OR_ARN = /^[a-zA-Z0-9_\-.:/]{3,128}$/;
export const VERSION = /^(\$LATEST|\$DEFAULT|[1-9][0-9]*)$/;
const VERSION_NAME = /^[a-zA-Z0-9_\-.]{1,128}$/;
const DISPLAY_NAME = /^[\w.\-:/ ]{0,128}$/;
const TARGET_TYPE = /^\/[\w.\-:/]*$/;

/** The authorization of an operation on one document. */
export function authorizeDocument(
  store: DocumentStore,
  operation: string,
  { Name: name = '' }: { readonly Name?: string | undefined },
): Authorization[] {
  return [{ action: `ssm:${operation}`, resource: store.arn(name) }];
}

/**
 * Finds a document by name or ARN, and one of its versions, by number or by name. Without either, it is the default.
 * Refuses malformed references. @throws ServiceError InvalidDocument when no version has the name.
 */
export function findDocument(
  store: DocumentStore,
  name: string | undefined,
  versionWanted: string | undefined,
  versionName?: string | undefined,
) {
  new Validation()
    .required(name, 'name')
    .pattern(name, 'name', NAME_OR_ARN)
    .pattern(versionWanted, 'documentVersion', VERSION)
    .pattern(versionName, 'versionName', VERSION_NAME)
    .done();
  const document = store.get(name ?? '');
  if (versionName === undefined) return { document, version: store.version(document, versionWanted) };
  const named = document.versions.find((version) => version.versionName === versionName);
  const wanted = versionWanted === undefined ? named : store.version(document, versionWanted);
  if (named !== undefined && wanted === named) return { document, version: named };
  throw new ServiceError(
    'InvalidDocument',
    `Document ${document.name} has no version ${versionWanted ?? ''} with the name ${versionName}`,
  );
}

/** Adds the constraints of the texts that describe a new version. */
export function checkVersionTexts(
  validation: Validation,
  texts: {
    readonly VersionName?: string | undefined;
    readonly DisplayName?: string | undefined;
    readonly TargetType?: string | undefined;
    readonly DocumentFormat?: string | undefined;
    readonly Content?: string | undefined;
  },
): Validation {
  return validation
    .required(texts.Content, 'content')
    .length(texts.Content, 'content', [1, Number.POSITIVE_INFINITY])
    .oneOf(texts.DocumentFormat, 'documentFormat', ['YAML', 'JSON', 'TEXT'])
    .pattern(texts.VersionName, 'versionName', VERSION_NAME)
    .pattern(texts.DisplayName, 'displayName', DISPLAY_NAME)
    .length(texts.TargetType, 'targetType', [0, 200])
    .pattern(texts.TargetType, 'targetType', TARGET_TYPE);
}

/** @throws ServiceError InvalidDocument for a document that AWS owns, which cannot be changed. */
export function refuseOwnedByAws({ name }: Document): void {
  if (isOwnedByAws(name))
    throw new ServiceError('InvalidDocument', `Document ${name} is owned by AWS and cannot be changed`);
}
