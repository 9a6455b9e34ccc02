import { ownEntry } from '../../../core/own-entry.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { isDocumentOfAws } from '../documents/documents-of-aws.ts';

/** A parameter of a document: its values, if there are only some, and whether it must be given. */
interface Parameter {
  readonly values?: readonly string[];
  readonly isRequired?: boolean;
}

const switched: Parameter = { values: ['Enabled', 'Disabled'] };
const operation: Parameter = { values: ['Scan', 'Install'], isRequired: true };
const patching = { Operation: operation, RebootOption: { values: ['RebootIfNeeded', 'NoReboot'] } };

/** The parameters of documents of AWS that associations run here. Source: the user guide of Systems Manager. */
const documents: Readonly<Record<string, Readonly<Record<string, Parameter>>>> = {
  'AWS-GatherSoftwareInventory': {
    ...{ applications: switched, awsComponents: switched, networkConfig: switched, windowsUpdates: switched },
    ...{ instanceDetailedInformation: switched, services: switched, windowsRoles: switched },
    ...{ customInventory: switched, billingInfo: switched, files: {}, windowsRegistry: {} },
  },
  'AWS-RunPatchBaseline': {
    ...patching,
    ...{ AssociationId: {}, SnapshotId: {}, InstallOverrideList: {}, BaselineOverride: {} },
  },
  'AWS-RunPatchBaselineAssociation': {
    ...patching,
    ...{ BaselineTags: {}, AssociationId: {}, InstallOverrideList: {} },
  },
};

/**
 * Checks that an association may run a document of AWS with these parameters.
 * @throws ServiceError InvalidDocument, InvalidParameters; NotEmulatedError for a document whose parameters are not known.
 */
export function checkAssociated(
  name: string,
  given: Readonly<Record<string, readonly string[]>>,
  isOwn: boolean,
): void {
  const declared = ownEntry(documents, name);
  if (declared === undefined) {
    if (isOwn || isDocumentOfAws(name)) throw new NotEmulatedError(`associations of the document ${name}`);
    throw new ServiceError('InvalidDocument', `Document with name ${name} does not exist.`);
  }
  for (const [parameter, values] of Object.entries(given)) {
    const allowed = ownEntry(declared, parameter);
    if (allowed === undefined)
      throw invalid(`Parameter "${parameter}" is not defined in the document ${name}`);
    if (allowed.values !== undefined && values.some((value) => !allowed.values?.includes(value)))
      throw invalid(`Parameter "${parameter}" has a value that is not in [${allowed.values.join(', ')}]`);
  }
  const missing = Object.keys(declared).find(
    (key) => declared[key]?.isRequired && !Object.hasOwn(given, key),
  );
  if (missing !== undefined) throw invalid(`Parameter "${missing}" requires a value`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameters', message);
}
