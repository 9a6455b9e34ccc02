import { NotEmulatedError } from '../../core/service.ts';

/** Refuses DryRun, which only checks permissions and is not emulated. */
export function refuseDryRun(dryRun: boolean | undefined): void {
  if (dryRun === true) throw new NotEmulatedError('DryRun of EC2 calls');
}
