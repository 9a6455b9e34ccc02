import type { Instance } from '../fleet/instance.ts';
import { boundNames, type Cause } from './cause.ts';
import { type AccessEvidence, type AccessFindings, accessReads, diagnoseAccess } from './diagnose-access.ts';
import { diagnoseNetwork, type NetworkFindings } from './diagnose-network.ts';
import { surest } from './fault.ts';
import { type Gap, neverLookedAt } from './gaps.ts';
import { diagnoseHybrid, type HybridNodes, hybridReads } from './hybrid-node.ts';
import { type NetworkEvidence, networkReads } from './network-evidence.ts';
import type { Read } from './read.ts';

/**
 * What was found out about the resources around the instances, each resource once. What is missing could not
 * be read, or was not asked for. It is never taken for a fault.
 */
export interface Evidence {
  readonly access: AccessEvidence;
  readonly network: NetworkEvidence;
  /** The nodes of hybrid activations; undefined when they could not be read. */
  readonly hybrid: HybridNodes | undefined;
}

/** The calls that all evidence takes. A function, so that no bundle has the list. */
export function readsOfEvidence(): readonly Read[] {
  return [...networkReads, ...accessReads, ...hybridReads];
}

const hybridGap: Gap = { kind: 'hybrid nodes', name: 'the nodes of hybrid activations' };

/** What is judged after a fault is found, and then is not looked at. */
const laterStages = { access: 'the credentials', network: 'the network' } as const;

/**
 * The first fault that would keep a working agent from registering. The order is that in which an agent needs
 * things: its credentials (metadata service, instance profile, role), then its way to the endpoints. Certain
 * faults come before likely ones. If there is no fault, the agent itself is the cause, or what was not seen.
 * An agent that is registered by a hybrid activation needs no credentials of EC2, so that comes first. It needs a
 * network: where that is certainly closed, a node that only looks like the instance is another one.
 */
export function diagnose(instance: Instance, evidence: Evidence): Cause {
  return diagnoseWithGaps(instance, evidence).cause;
}

/** The cause, and the evidence that was missing for it. */
export function diagnoseWithGaps(
  instance: Instance,
  { access, network, hybrid }: Evidence,
): { readonly cause: Cause; readonly gaps: readonly Gap[] } {
  const notLookedAt = [laterStages.access, laterStages.network, ...neverLookedAt.instance];
  const way = diagnoseNetwork(instance, network);
  const asNode = hybrid && diagnoseHybrid(instance, hybrid);
  const cannotBe = asNode?.certainty === 'likely' && way.fault?.certainty === 'certain';
  if (asNode !== undefined && !cannotBe) return { cause: { ...asNode, notLookedAt }, gaps: [] };
  if (instance.isMetadataOn === false) {
    return { cause: { code: 'MetadataOff', certainty: 'certain', notLookedAt }, gaps: [] };
  }
  const credentials = diagnoseAccess(instance, access);
  const nodes: readonly Gap[] = hybrid === undefined ? [hybridGap] : [];
  const unread = hybrid?.isWhole === false ? [hybridGap.name] : [];
  const found: Findings = { credentials, way, nodes, unread, imds: diagnoseImds(instance, credentials) };
  const fault = surest<Fault>([credentials.fault, way.fault, found.imds]);
  if (fault === undefined) return rest(instance, found);
  const gaps = fault === credentials.fault ? credentials.gaps : [...credentials.gaps, ...way.gaps];
  return { cause: causeOf(fault, unseenFor(fault, found), gaps), gaps };
}

interface Findings {
  readonly credentials: AccessFindings;
  readonly way: NetworkFindings;
  /** Whether the nodes of hybrid activations could not be read. */
  readonly nodes: readonly Gap[];
  /** What there is more of than was read, in words. */
  readonly unread: readonly string[];
  readonly imds: Fault | undefined;
}
type Fault = Pick<Cause, 'code' | 'detail' | 'certainty'>;

function diagnoseImds(
  { requiresImdsV2 }: Instance,
  { dependsOnDefaultHost }: AccessFindings,
): Fault | undefined {
  if (requiresImdsV2 !== false || !dependsOnDefaultHost) return undefined;
  return { code: 'ImdsV1Allowed', certainty: 'likely' };
}

/** What was not looked at and bears on a fault, besides the evidence that is missing. */
function unseenFor(fault: Fault, { credentials, way, imds }: Findings): readonly string[] {
  if (fault === credentials.fault) return [laterStages.network, ...neverLookedAt.instance];
  const hidden = way.shared?.hidden ?? [];
  if (fault === imds) return [...hidden, ...Object.values(neverLookedAt).flat()];
  return [...(way.fault?.unseen ?? []), ...hidden, ...neverLookedAt.instance];
}

/** No fault was found. That tells of the agent only where everything could be seen. */
function rest(instance: Instance, { credentials, way, nodes, unread }: Findings) {
  const gaps = [...credentials.gaps, ...way.gaps, ...nodes];
  const never = [...unread, ...Object.values(neverLookedAt).flat()];
  const certainty = 'likely';
  if (way.shared !== undefined) {
    const { detail, hidden } = way.shared;
    return {
      cause: causeOf({ code: 'VpcOfAnotherAccount', detail, certainty }, [...hidden, ...never], gaps),
      gaps,
    };
  }
  if (gaps.length > 0) {
    const detail = `not read: ${boundNames(
      gaps.map(({ name }) => name),
      3,
    ).join('; ')}`;
    return { cause: causeOf({ code: 'CauseNotKnown', detail, certainty }, never, gaps), gaps };
  }
  return {
    cause: causeOf({ code: 'AgentSilent', ...describeImage(instance), certainty }, never, gaps),
    gaps,
  };
}

function causeOf({ code, detail, certainty }: Fault, unseen: readonly string[], gaps: readonly Gap[]): Cause {
  return {
    code,
    ...(detail === undefined ? {} : { detail }),
    certainty,
    notLookedAt: boundNames([...gaps.map(({ name }) => name), ...unseen]),
    ...(certainty === 'likely' && gaps.length > 0 ? { lacksEvidence: true } : {}),
  };
}

/**
 * A missing agent is mostly missing from the image. The name under which EC2 bills the system may tell more,
 * but not always: FreeBSD and every free Linux are `Linux/UNIX`.
 */
function describeImage({ imageId, billedSystem }: Instance): Pick<Cause, 'detail'> {
  if (imageId === undefined) return {};
  return { detail: billedSystem === undefined ? `image ${imageId}` : `image ${imageId} (${billedSystem})` };
}
