import type { Access } from './access.ts';
import type { Host } from './host.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { ownEntry } from './own-entry.ts';
import {
  type CallContext,
  NotEmulatedError,
  type Operation,
  type Principal,
  type Service,
  ServiceError,
} from './service.ts';
import { isWaitingOperation } from './waiting-operation.ts';
import { json, xml } from './wire/answer-body.ts';
import { decodeCbor, encodeCbor, encodeCborRefusal } from './wire/cbor-codec.ts';
import { describeError } from './wire/common-errors.ts';
import { type Identified, identify } from './wire/identify.ts';
import { checkInput } from './wire/input-check.ts';
import { decodeJson, encodeJson } from './wire/json-codec.ts';
import { errorModel, type Model, models, operationModel } from './wire/models.ts';
import { fromPlainMembers } from './wire/plain-members.ts';
import { decodeQuery, encodeXml, escapeXml } from './wire/query-codec.ts';
import { decodeRest, encodeRest, encodeRestRefusal } from './wire/rest-json-codec.ts';
import type { Shape } from './wire/shape.ts';

/** Called for every decoded call, for counts, traces and faults. */
export type CallObserver = (call: {
  service: string;
  operation: string;
  code: string;
  principal: Principal;
}) => void;

/**
 * The handler of all requests. It decodes the request with the SDK's model, asks IAM, runs the operation, and encodes
 * the response in the protocol of the service. A ServiceError becomes an error response. A NotEmulatedError is thrown
 * and ends the run.
 */
export class Gateway {
  readonly #host: Host;
  readonly #access: Access;
  readonly #services = new Map<string, Service>();
  readonly #observers: CallObserver[] = [];

  constructor(host: Host, access: Access) {
    this.#host = host;
    this.#access = access;
  }

  register(service: Service): void {
    this.#services.set(service.name, service);
  }

  /** All services, in the order of registration. */
  get services(): readonly Service[] {
    return [...this.#services.values()];
  }

  observe(observer: CallObserver): void {
    this.#observers.push(observer);
  }

  /**
   * Answers a request at once. A long poll returns what is available now.
   * @throws NotEmulatedError for a service or operation that the local cloud does not have.
   */
  serve(request: HttpRequest, principal: Principal): HttpResponse {
    const call = this.#open(request, principal);
    return this.#answer(call, (operation, input) => operation.run(input, call.context));
  }

  /**
   * Answers a request when its operation does: a long poll waits in virtual time. The returned function cancels the
   * request; after that, `done` is not called.
   * @throws NotEmulatedError as `serve` does.
   */
  serveWaiting(
    request: HttpRequest,
    principal: Principal,
    done: (response: HttpResponse) => void,
  ): () => void {
    const call = this.#open(request, principal);
    let giveUp = () => {};
    let isWaiting = false;
    const response = this.#answer(call, (operation, input) => {
      if (!isWaitingOperation(operation)) return operation.run(input, call.context);
      giveUp = operation.start(input, call.context, (output) => done(this.#answer(call, () => output)));
      isWaiting = true; // only now, because a refusal is thrown and is an answer at once
      return {};
    });
    if (!isWaiting) done(response);
    return giveUp;
  }

  #open(request: HttpRequest, principal: Principal): Call {
    const context = this.#contextOf(principal);
    return { ...identify(request), request, context };
  }

  /**
   * Runs an operation for a service that calls another one, with plain members as the model names them: past the wire,
   * and not past the model and IAM.
   * @throws NotEmulatedError as `serve` does.
   */
  call({ service, name, input }: DirectCall, principal: Principal): CallOutcome {
    const call = this.#direct(service, name, principal);
    const outcome = this.#perform(
      call,
      () => decodeMembers(call.model, name, input),
      (operation, members) => operation.run(members, call.context),
    );
    return { ...outcome, requestId: call.context.requestId };
  }

  /**
   * Runs an operation as `call` does, and calls `done` when it has answered: perhaps later, in virtual time. The returned
   * function gives up waiting; after that, `done` is not called.
   * @throws NotEmulatedError as `serve` does.
   */
  callWaiting(
    { service, name, input }: DirectCall,
    principal: Principal,
    done: (outcome: CallOutcome) => void,
  ): () => void {
    const call = this.#direct(service, name, principal);
    const { requestId } = call.context;
    let giveUp = () => {};
    let isWaiting = false;
    const outcome = this.#perform(
      call,
      () => decodeMembers(call.model, name, input),
      (operation, members) => {
        if (!isWaitingOperation(operation)) return operation.run(members, call.context);
        giveUp = operation.start(members, call.context, (output) => done({ output, requestId }));
        isWaiting = true;
        return undefined;
      },
    );
    if (!isWaiting) done({ ...outcome, requestId });
    return giveUp;
  }

  #direct(service: string, name: string, principal: Principal): Pick<Call, 'model' | 'name' | 'context'> {
    const model = models.find((each) => each.service === service);
    if (model === undefined) throw new NotEmulatedError(`the service ${service}`);
    return { model, name, context: this.#contextOf(principal) };
  }

  #contextOf(principal: Principal): CallContext {
    const requestId = this.#host.random('gateway.request-id').uuid();
    return { principal, requestId, nowMs: this.#host.timeline.nowMs };
  }

  #answer(call: Call, run: (operation: Operation, input: unknown) => unknown): HttpResponse {
    const { model, name, context } = call;
    const outcome = this.#perform(
      call,
      () => decodeInput(call),
      (operation, input) => encodeAnswer(model, name, run(operation, input), context.requestId),
    );
    return 'refusal' in outcome ? encodeRefusal(model, outcome.refusal, context.requestId) : outcome.output;
  }

  #perform<Output>(
    { model, name, context }: Pick<Call, 'model' | 'name' | 'context'>,
    decodeRequest: () => unknown,
    run: (operation: Operation, input: unknown) => Output,
  ): Outcome<Output> {
    let code = 'ok';
    try {
      const operation = ownEntry(this.#services.get(model.service)?.operations ?? {}, name);
      if (operation === undefined) throw new NotEmulatedError(`the operation ${model.service}:${name}`);
      const input = decodeRequest();
      this.#access.require(context.principal, operation.authorize(input, context));
      return { output: run(operation, input) };
    } catch (error) {
      const refusal = isTooDeep(error) ? tooDeep() : error;
      if (!(refusal instanceof ServiceError)) throw refusal;
      code = refusal.code;
      return { refusal };
    } finally {
      for (const observer of this.#observers) {
        observer({ service: model.service, operation: name, code, principal: context.principal });
      }
    }
  }
}

/** A call past the wire: an operation of a service, and the members of its input as its model names them. */
export interface DirectCall {
  readonly service: string;
  readonly name: string;
  readonly input: unknown;
}

type Outcome<Output> = { readonly output: Output } | { readonly refusal: ServiceError };

/** How a call past the wire ended: its output has the types of the SDK. */
export type CallOutcome = Outcome<unknown> & { readonly requestId: string };

/** A decoded request: its operation and its caller. */
interface Call extends Identified {
  readonly request: HttpRequest;
  readonly context: CallContext;
}

/** Only what a request is made of can nest so deeply that walking through it takes the whole stack. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

function tooDeep(): ServiceError {
  return new ServiceError('SerializationException', 'The request is nested too deeply.');
}

function decodeInput(call: Call): unknown {
  const { model, name } = call;
  const { input } = operationModel(model, name);
  const decoded = decode(input, call);
  if (!model.hasOwnChecks) checkInput(input, decoded, model.constraints, model.validationCode);
  return decoded;
}

/** What is missing is refused for every service: whoever calls one so has checked that by its model already. */
function decodeMembers(model: Model, name: string, members: unknown): unknown {
  const { input } = operationModel(model, name);
  const decoded = decodeJson(input, fromPlainMembers(input, members), model.errorNamespace);
  checkInput(input, decoded, model.constraints, model.validationCode);
  return decoded;
}

function decode(input: Shape, { model, request, labels = {} }: Call): unknown {
  const { protocol, errorNamespace } = model;
  if (protocol === 'rest-json') return decodeRest(input, request, labels);
  if (protocol === 'cbor') return decodeCbor(input, request.bytes);
  if (protocol === 'ec2' || protocol === 'query')
    return decodeQuery(protocol, input, new URLSearchParams(request.body));
  return decodeJson(input, parseBody(request.body), errorNamespace);
}

function parseBody(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch {
    throw new ServiceError('SerializationException', 'The request is not JSON.');
  }
}

function encodeAnswer(model: Model, operation: string, answer: unknown, requestId: string): HttpResponse {
  const { output } = operationModel(model, operation);
  if (model.protocol === 'rest-json') return encodeRest(model, operation, answer, requestId);
  if (model.protocol === 'cbor') return encodeCbor(output, answer ?? {}, requestId);
  if (model.protocol === 'ec2') {
    const inner = `<requestId>${requestId}</requestId>${encodeXml(output, answer)}`;
    return xml(
      200,
      `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/${model.version}/">${inner}</${operation}Response>`,
    );
  }
  if (model.protocol === 'query') {
    const result = `<${operation}Result>${encodeXml(output, answer)}</${operation}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return xml(200, `<${operation}Response>${result}${metadata}</${operation}Response>`);
  }
  const body = output.kind === 'unit' ? '{}' : JSON.stringify(encodeJson(output, answer ?? {}));
  return json(model, 200, body, { 'x-amzn-requestid': requestId });
}

/** Encodes an error in the protocol of the service. */
export function encodeRefusal(model: Model, error: ServiceError, requestId: string): HttpResponse {
  if (model.protocol === 'rest-json') return encodeRestRefusal(model, error, requestId);
  const message = escapeXml(error.message);
  if (model.protocol === 'ec2') {
    const code = escapeXml(error.code);
    const errors = `<Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors>`;
    return xml(error.statusCode, `<Response>${errors}<RequestID>${requestId}</RequestID></Response>`);
  }
  const known = errorModel(model, error.code);
  if (model.protocol === 'query') {
    const inner = `<Error><Type>Sender</Type><Code>${escapeXml(error.queryCode ?? known?.queryName ?? error.code)}</Code><Message>${message}</Message></Error>`;
    return xml(
      error.statusCode,
      `<ErrorResponse>${inner}<RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  }
  const details = known === undefined ? error.details : encodeJson(known.shape, error.details);
  const body = describeError(model, error);
  // SQS also sends the error code of its query protocol, in a header that the AWS CLI reads.
  const queryName = error.queryCode ?? known?.queryName ?? error.code;
  const queryError = `${queryName};${error.statusCode < 500 ? 'Sender' : 'Receiver'}`;
  if (model.protocol === 'cbor')
    return encodeCborRefusal(error, { namespace: model.errorNamespace, queryError, requestId });
  const headers = { 'x-amzn-requestid': requestId, 'x-amzn-query-error': queryError };
  return json(model, error.statusCode, JSON.stringify(Object.assign(body, details)), headers);
}
