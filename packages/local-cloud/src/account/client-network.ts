import type { Gateway } from '../core/gateway.ts';
import { dnsSuffix, type Host } from '../core/host.ts';
import type { HttpRequest, HttpResponse } from '../core/http-message.ts';
import type { Principal } from '../core/service.ts';
import type { Transport } from '../worker/http.ts';
import type { FaultPorts } from './fault-ports.ts';

/** The round-trip time of a call. Typical of a function and the services of its region; assumed. */
const latencyMs = { min: 6, max: 60 };
/** How long an answer takes besides, for its size: a megabyte takes 50 ms. Assumed. */
const bytesPerMs = 20_000;

/** IAM is one service for a whole partition. */
function iamHost(partition: string): string {
  const hosts: Readonly<Record<string, string>> = {
    'aws-cn': 'iam.cn-north-1.amazonaws.com.cn',
    'aws-us-gov': 'iam.us-gov.amazonaws.com',
  };
  return hosts[partition] ?? 'iam.amazonaws.com';
}

/**
 * The network of a function. It reaches the endpoints of its region, IAM, and hosts that the deployment has opened (the
 * address at which CloudFormation takes answers). No other host resolves: nothing leaves the machine.
 */
export class Network {
  readonly #host: Host;
  readonly #gateway: Gateway;
  readonly #interference: () => FaultPorts['interfere'];
  readonly #opened = new Map<string, (request: HttpRequest) => HttpResponse>();

  /** `interference` returns the fault port, if any, for every call. */
  constructor(host: Host, gateway: Gateway, interference: () => FaultPorts['interfere'] = () => undefined) {
    this.#host = host;
    this.#gateway = gateway;
    this.#interference = interference;
  }

  /** Opens a host: requests to it are answered by `answer`. */
  open(hostName: string, answer: (request: HttpRequest) => HttpResponse): void {
    this.#opened.set(hostName, answer);
  }

  /**
   * The transport of a caller. A request takes effect half-way through its latency, so that a caller may die before its
   * answer.
   */
  transportFor(principal: Principal): Transport {
    return (request, answer) => {
      const { timeline } = this.#host;
      const delayMs = this.#host.random('network.latency').integer(latencyMs.min, latencyMs.max);
      const halfMs = Math.floor(delayMs / 2);
      timeline.after(halfMs, () => {
        const respond = (response: HttpResponse | Error) =>
          void timeline.after(delayMs - halfMs + transferMs(response), () => answer(response));
        const serve = (asked: HttpRequest) => this.#carry(asked, principal);
        const interfere = this.#interference();
        if (interfere === undefined) respond(serve(request));
        else interfere({ request, principal, serve }, respond);
      });
    };
  }

  #carry(request: HttpRequest, principal: Principal): HttpResponse | Error {
    const opened = this.#opened.get(request.host);
    if (opened !== undefined) return opened(request);
    if (this.#isEndpoint(request.host)) return this.#gateway.serve(request, principal);
    return Object.assign(new Error(`getaddrinfo ENOTFOUND ${request.host}`), { code: 'ENOTFOUND' });
  }

  /** True for the SDK's endpoint of a service in this region only, such as `ssm.eu-central-1.amazonaws.com`. */
  #isEndpoint(host: string): boolean {
    if (host.startsWith('iam.')) return host === iamHost(this.#host.partition);
    return host.endsWith(`.${this.#host.region}.${dnsSuffix(this.#host.partition)}`);
  }
}

/** The time in which the body of an answer arrives, so that reading a long list page by page takes its time. */
function transferMs(response: HttpResponse | Error): number {
  if (response instanceof Error) return 0;
  return Math.floor((response.bytes ?? response.body).length / bytesPerMs);
}
