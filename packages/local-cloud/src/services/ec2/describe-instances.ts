import type { DescribeInstancesRequest, Reservation as ReservationShape } from '@aws-sdk/client-ec2';
import type { Host } from '../../core/host.ts';
import { NotEmulatedError, type Operation } from '../../core/service.ts';
import type { Instance } from './ec2-instance.ts';
import { readFilters } from './filters.ts';
import type { Fleet } from './instance-fleet.ts';
import { type RenderedInstance, renderInstance } from './render-instance.ts';
import { isShown, selectPage } from './select-page.ts';
import type { VpcNetwork } from './vpc-network.ts';

type Rendered = Omit<ReservationShape, 'Instances'> & { Instances: RenderedInstance[] };

/** DescribeInstances: by filter or by ids, in launch order, in pages that count instances. */
export function describeInstances(
  fleet: Fleet,
  network: VpcNetwork,
  host: Host,
): Operation<DescribeInstancesRequest, { Reservations: Rendered[]; NextToken?: string }> {
  return {
    authorize: () => [
      { action: 'ec2:DescribeInstances', resource: '*', conditions: { 'ec2:Region': host.region } },
    ],
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      const { found, next } = selectPage(fleet, {
        operation: 'DescribeInstances',
        input,
        filter: readFilters(input.Filters),
        nowMs,
        isWanted: (instance: Instance) => isShown(instance, input),
      });
      const reservations: Rendered[] = [];
      for (const instance of found) {
        const { reservationId } = instance.reservation;
        let last = reservations.at(-1);
        if (last?.ReservationId !== reservationId) {
          last = { ReservationId: reservationId, OwnerId: host.accountId, Groups: [], Instances: [] };
          reservations.push(last);
        }
        last.Instances.push(renderInstance(instance, { nowMs, network, region: host.region }));
      }
      return { Reservations: reservations, ...next };
    },
  };
}

/** DryRun asks IAM only; the gateway answers IAM questions, so the local cloud does not offer it. */
export function refuseDryRun(dryRun: boolean | undefined): void {
  if (dryRun === true) throw new NotEmulatedError('DryRun of EC2 calls');
}
