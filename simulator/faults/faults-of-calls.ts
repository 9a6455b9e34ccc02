import {
  encodeRefusal,
  type FaultPorts,
  type HttpRequest,
  type HttpResponse,
  identify,
  type LocalCloud,
  type PendingCall,
  ServiceError,
} from 'local-cloud';
import { failureOf, throttleOf } from './errors-of-services.ts';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import { Faults } from './faults.ts';
import { canFailInPart, serveInPart } from './faults-of-batches.ts';
import { StaleIndexes } from './faults-of-indexes.ts';
import { drawSendDelayMs, Listings, leaveOutLatest } from './faults-of-listings.ts';
import { isOut, type Outage } from './faults-of-outages.ts';
import { shortenPage } from './faults-of-pages.ts';
import { tellFormerSize } from './faults-of-sizes.ts';

/** The latency of a slow call, in milliseconds. */
const slowMs = { min: 500, max: 20_000 };

/** A call that a fault strikes. */
interface StruckCall extends PendingCall {
  readonly cloud: LocalCloud;
  readonly faults: Faults;
  readonly service: string;
  readonly operation: string;
  readonly answer: (response: HttpResponse | Error) => void;
  readonly indexes: StaleIndexes;
  readonly listings: Listings;
  /** Ends all calls of the calling function, as a crash of its process does. */
  readonly crash: () => void;
}

/** What a fault does to a call. A kind that does not fit a call is not injected. */
interface CallFault {
  /** Whether the fault can strike this call. By default it can strike every call. */
  readonly fits?: (call: StruckCall) => boolean;
  readonly strike: (call: StruckCall) => void;
}

/** How each kind strikes. If several kinds strike one call, the first in the registry applies. */
const callFaults: Readonly<Record<FaultKindAt<'call'>, CallFault>> = {
  'crash-before': { strike: (call) => call.crash() },
  'crash-after': {
    strike: (call) => {
      call.serve(call.request);
      call.crash();
    },
  },
  'call-hangs-before': { strike: () => undefined },
  'call-hangs-after': { strike: (call) => void call.serve(call.request) },
  'call-cut-before': { strike: (call) => call.answer(connectionReset()) },
  'call-cut-after': {
    strike: (call) => {
      call.serve(call.request);
      call.answer(connectionReset());
    },
  },
  'call-throttled': { strike: (call) => call.answer(refuse(call, throttleOf(call.service))) },
  'call-fails-before': { strike: (call) => call.answer(refuse(call, failureOf(call.service))) },
  'call-fails-after': {
    strike: (call) => {
      call.serve(call.request);
      call.answer(refuse(call, failureOf(call.service)));
    },
  },
  'batch-partial': {
    fits: ({ operation }) => canFailInPart('batch-partial', operation),
    strike: (call) => call.answer(failInPart(call, 'batch-partial')),
  },
  'write-conflict': {
    fits: ({ operation }) => canFailInPart('write-conflict', operation),
    strike: (call) => call.answer(failInPart(call, 'write-conflict')),
  },
  'page-short': {
    fits: ({ request, operation }) => shortenPage(request, operation) !== undefined,
    strike: (call) => call.answer(call.serve(shortenPage(call.request, call.operation) ?? call.request)),
  },
  'send-late': {
    fits: ({ operation }) => operation === 'SendCommand',
    strike: (call) => {
      const { cloud, faults, serve, request } = call;
      const atMs = cloud.timeline.nowMs + drawSendDelayMs(faults.chanceOf('send-late'));
      cloud.timeline.at(atMs, () => void serve(request));
      call.answer(connectionReset());
    },
  },
  'send-throttled': {
    fits: ({ operation }) => operation === 'SendCommand',
    strike: (call) => call.answer(refuse(call, throttleOf(call.service))),
  },
  'commands-listed-late': {
    fits: ({ operation }) => operation === 'ListCommands',
    strike: ({ cloud, faults, answer, serve, request }) =>
      answer(leaveOutLatest(serve(request), cloud.timeline.nowMs, faults.chanceOf('commands-listed-late'))),
  },
  'invocation-missing-once': {
    fits: ({ operation }) => operation === 'ListCommandInvocations',
    strike: ({ faults, listings, answer, serve, request }) =>
      answer(listings.leaveOutOnce(serve(request), faults.chanceOf('invocation-missing-once'))),
  },
  'index-stale': {
    fits: ({ indexes, request }) => indexes.lastAnswer(request) !== undefined,
    strike: ({ indexes, request, serve, answer }) => answer(indexes.lastAnswer(request) ?? serve(request)),
  },
  'size-stale': {
    fits: ({ operation }) => operation === 'DescribeTable',
    strike: ({ request, serve, answer }) => answer(tellFormerSize(serve(request))),
  },
  'call-slow': {
    strike: (call) => {
      const ms = call.faults.chanceOf('call-slow').integer(slowMs.min, slowMs.max);
      call.cloud.timeline.after(ms, () => call.answer(call.serve(call.request)));
    },
  },
};

/** The kinds that fit every call. */
export const plainCallFaults = [
  ...(['crash-before', 'crash-after', 'call-hangs-before', 'call-hangs-after'] as const),
  ...(['call-cut-before', 'call-cut-after', 'call-throttled'] as const),
  ...(['call-fails-before', 'call-fails-after'] as const),
] satisfies readonly FaultKindAt<'call'>[];

/** Makes a fault strike a call of a function. */
export function strikeCall(
  kind: (typeof plainCallFaults)[number],
  { cloud, functionArn, call }: { cloud: LocalCloud; functionArn: string; call: PendingCall },
  answer: (response: HttpResponse | Error) => void,
): void {
  const faults = new Faults(cloud.seed, 'none', () => undefined);
  const crash = () => cloud.lambda.crash(functionArn);
  const struck = {
    ...call,
    ...nameCall(call.request),
    cloud,
    faults,
    indexes: new StaleIndexes(),
    listings: new Listings(),
    answer,
    crash,
  };
  callFaults[kind].strike(struck);
}

/** The service and the operation of a call. The response to CloudFormation is a PutObject to an S3 bucket. */
export function nameCall(request: HttpRequest): { readonly service: string; readonly operation: string } {
  if (/\.s3\./.test(request.host)) return { service: 's3', operation: 'PutObject' };
  const { model, name } = identify(request);
  return { service: model.service, operation: name };
}

/**
 * Strikes calls of functions: they are throttled, fail, hang, are slow, return partial results, or crash their
 * function.
 */
export function faultsOfCalls(
  cloud: LocalCloud,
  faults: Faults,
  functionOfRole: ReadonlyMap<string, string>,
  outage?: Outage,
): NonNullable<FaultPorts['interfere']> {
  const refused = new RefusedInstances(faults);
  const indexes = new StaleIndexes();
  const listings = new Listings();
  return (given, answer) => {
    const { request, principal } = given;
    const roleArn = principal.kind === 'role' ? principal.roleArn : '';
    const functionArn = functionOfRole.get(roleArn);
    if (functionArn === undefined) {
      answer(given.serve(request));
      return;
    }
    const { service, operation } = nameCall(request);
    const serve = (asked: HttpRequest) => {
      const refusal = operation === 'SendCommand' ? refused.refusalOf(instanceIdsIn(asked)) : undefined;
      if (refusal !== undefined) return refuse({ cloud, request }, new ServiceError(refusal, ''));
      const served = given.serve(asked);
      if (operation === 'Query') indexes.remember(asked, served);
      return served;
    };
    const call: PendingCall = { ...given, serve };
    const crash = () => cloud.lambda.crash(functionArn);
    const struck: StruckCall = {
      ...call,
      cloud,
      faults,
      service,
      operation,
      indexes,
      listings,
      answer,
      crash,
    };
    if (outage !== undefined && isOut(outage, cloud.timeline.nowMs)) {
      callFaults[outage.end].strike(struck);
      return;
    }
    // Every kind draws at every call that it fits, so that the draws of one kind do not depend on the others.
    const [first] = kindsAt('call').filter(
      (kind) => callFaults[kind].fits?.(struck) !== false && faults.strikes(kind),
    );
    if (first === undefined) {
      answer(call.serve(request));
      return;
    }
    const instanceIds = instanceIdsIn(request).join(' ');
    faults.inject(first, { operation: `${service}:${operation}`, instanceIds });
    callFaults[first].strike(struck);
  };
}

/**
 * The error code with which each kind refuses a command for an instance. The error fails the whole call and names no
 * instance (aws-cli issue 3646).
 */
const refusals: Readonly<Record<FaultKindAt<'send'>, string>> = { 'instance-refused': 'InvalidInstanceId' };

/** Instances that Systems Manager reports as online but refuses in SendCommand while faults are on. */
class RefusedInstances {
  readonly #faults: Faults;
  readonly #refusalOf = new Map<string, string | undefined>();

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /**
   * The error code that refuses a command for these instances, or undefined. Each instance is decided once, when it
   * first occurs.
   */
  refusalOf(instanceIds: readonly string[]): string | undefined {
    for (const instanceId of instanceIds)
      if (!this.#refusalOf.has(instanceId)) this.#refusalOf.set(instanceId, this.#decide(instanceId));
    if (!this.#faults.areOn) return undefined;
    return instanceIds.map((instanceId) => this.#refusalOf.get(instanceId)).find(Boolean);
  }

  #decide(instanceId: string): string | undefined {
    const kind = kindsAt('send').find((one) => this.#faults.strikes(one));
    if (kind === undefined) return undefined;
    this.#faults.inject(kind, { instanceId });
    return refusals[kind];
  }
}

/** All instance ids in the body of a request. */
function instanceIdsIn({ body }: HttpRequest): readonly string[] {
  return [...new Set(body.match(/\bi-[0-9a-f]{17}\b/g) ?? [])];
}

function failInPart(call: StruckCall, kind: 'batch-partial' | 'write-conflict'): HttpResponse | Error {
  const { request, operation, serve, faults } = call;
  return serveInPart({ request, operation, serve }, kind, faults.chanceOf(kind));
}

function refuse(
  { cloud, request }: { cloud: LocalCloud; request: HttpRequest },
  error: ServiceError,
): HttpResponse {
  if (nameCall(request).service === 's3') return { status: error.statusCode, headers: {}, body: '' };
  return encodeRefusal(identify(request).model, error, cloud.random('gateway.request-id').uuid());
}

/** The error that Node.js raises when the peer closes the connection. */
function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read', errno: -104 });
}
