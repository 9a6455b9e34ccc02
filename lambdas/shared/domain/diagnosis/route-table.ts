import {
  intersect,
  publicAddresses,
  type Range,
  rangeOf,
  specialAddresses,
  subtract,
} from './address-ranges.ts';

/** A route table. The main table serves every subnet that no other table names. */
export interface RouteTableEvidence {
  readonly routeTableId: string;
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  readonly ways: WaysOut;
}

/**
 * Where routes lead out of a VPC, over IPv4. An agent uses IPv4, unless it is set to dual-stack endpoints. So
 * an IPv6 route is no way, and neither is a blackhole.
 */
export interface WaysOut {
  /** The public addresses to which an internet gateway leads. It takes an instance with a public address. */
  readonly byInternetGateway: readonly Range[];
  /**
   * The public addresses to which another way leads: a NAT, transit or virtual private gateway, a peering, an
   * appliance. Whether that leads on to the endpoints cannot be seen from here.
   */
  readonly byOther: readonly Range[];
  /**
   * The private addresses outside the VPC to which such a way leads. A private hosted zone may name endpoints
   * there.
   */
  readonly toPrivate: readonly Range[];
  /** True when IPv6 leads out, which is a way for an agent that is set to dual-stack endpoints. */
  readonly hasIpv6: boolean;
}

/** A route: where it leads, and by what. */
export interface RouteEvidence {
  /**
   * An IPv4 block. `unknown`: a prefix list, whose addresses are not read, or the IPv6 block of NAT64. Both may
   * lead anywhere.
   */
  readonly destination: string;
  readonly target: 'vpc' | 'internet-gateway' | 'other';
  readonly isActive: boolean;
}

/** The destination of a route that may lead anywhere. */
export const unknownDestination = 'unknown';

/** Where the routes of a table lead. Of two routes for an address, the one with the longer prefix takes it. */
export function waysOut(routes: readonly RouteEvidence[], hasIpv6 = false): WaysOut {
  const known = routes.flatMap((route) => {
    const range = rangeOf(route.destination);
    return range === undefined ? [] : [{ ...route, range }];
  });
  const taken = known.map((route) => {
    const narrower = known.filter(({ range }) => isInside(range, route.range)).map(({ range }) => range);
    return { ...route, ranges: subtract([route.range], narrower) };
  });
  const mayLead = (target: RouteEvidence['target']) =>
    routes.some((route) => isOut(route, target) && route.destination === unknownDestination);
  const rangesBy = (target: RouteEvidence['target']) =>
    taken.filter((route) => isOut(route, target)).flatMap(({ ranges }) => ranges);
  const publicBy = (target: RouteEvidence['target']) =>
    mayLead(target) ? publicAddresses : intersect(rangesBy(target), publicAddresses);
  return {
    byInternetGateway: publicBy('internet-gateway'),
    byOther: publicBy('other'),
    toPrivate: mayLead('other') ? specialAddresses : intersect(rangesBy('other'), specialAddresses),
    hasIpv6,
  };
}

function isOut({ isActive, target }: RouteEvidence, wanted: RouteEvidence['target']): boolean {
  return isActive && target === wanted;
}

function isInside(inner: Range, outer: Range): boolean {
  return inner.from >= outer.from && inner.to <= outer.to && inner.to - inner.from < outer.to - outer.from;
}
