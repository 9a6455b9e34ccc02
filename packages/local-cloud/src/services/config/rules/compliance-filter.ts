import type { ComplianceType } from '@aws-sdk/client-config-service';
import { invalidValue } from '../invalid-value.ts';

/** Refuses what results cannot be filtered by (API reference). @throws ServiceError InvalidParameterValueException. */
export function refuseInsufficient(types: readonly ComplianceType[]): void {
  if (types.includes('INSUFFICIENT_DATA'))
    throw invalidValue('INSUFFICIENT_DATA cannot be used as a ComplianceType for filtering results.');
}
