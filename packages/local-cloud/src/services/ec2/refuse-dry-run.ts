import { NotEmulatedError } from '../../core/service.ts';

/** DryRun asks IAM only; the gateway answers IAM questions, so the local cloud does not offer it. */
export function refuseDryRun(dryRun: boolean | undefined): void {
  if (dryRun === true) throw new NotEmulatedError('DryRun of EC2 calls');
}
