import type { DescribeInstancesRequest, Reservation as ReservationShape } from '@aws-sdk/client-ec2';
import type { Operation } from '../../../core/service.ts';
import type { Instance } from '../ec2-instance.ts';
import type { Ec2World } from '../ec2-world.ts';
import { readFilters } from '../filters.ts';
import type { PageLimits } from '../page-limits.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';
import { type RenderedInstance, renderInstance } from '../render-instance.ts';
import { isShown, selectPage } from '../select-page.ts';

type Rendered = Omit<ReservationShape, 'Instances'> & { Instances: RenderedInstance[] };

/** AWS documents no size of a page without MaxResults. Assumed. */
const page: PageLimits = { min: 5, max: 1000, beyond: 'cut', words: 'maxResults', ids: 'instancesSet' };

/** DescribeInstances: by filters or ids, in launch order. A page counts instances. */
export function describeInstances({
  fleet,
  network,
  host,
}: Ec2World): Operation<DescribeInstancesRequest, { Reservations: Rendered[]; NextToken?: string }> {
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
        page,
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
