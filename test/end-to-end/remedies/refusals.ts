import type { LocalCloud } from 'local-cloud';
import { encodeRefusal, type HttpRequest, type HttpResponse, identify, ServiceError } from 'local-cloud';
import { nameCall } from '../../../simulator/faults/faults-of-calls.ts';

/** What Systems Manager refuses while somebody's permissions or documents are wrong, by instance id. */
export class Refusals {
  /** The function may not send to them: a policy of the organisation denies it. */
  readonly ofSends = new Set<string>();
  /** The function may send, and the run on them is refused. */
  readonly ofRuns = new Set<string>();
  /** The operations that every function is denied. */
  readonly ofCalls = new Set<string>();
  /** The parameters of the document are refused. */
  readonly ofParameters = new Set<string>();

  constructor(cloud: LocalCloud) {
    cloud.faults = {
      interfere: ({ request, serve }, answer) => {
        const { operation } = nameCall(request);
        const refusal = this.#refusalOf(operation, request);
        if (refusal !== undefined) answer(encodeRefusal(identify(request).model, refusal, 'refused'));
        else if (operation === 'ListCommandInvocations') answer(this.#denyRuns(serve(request)));
        else answer(serve(request));
      },
    };
  }

  #refusalOf(operation: string, { body }: HttpRequest): ServiceError | undefined {
    if (this.ofCalls.has(operation))
      return new ServiceError('UnauthorizedOperation', 'You are not authorized.');
    if (operation !== 'SendCommand') return undefined;
    const isAmong = (ids: ReadonlySet<string>) => [...ids].some((id) => body.includes(id));
    if (isAmong(this.ofSends)) return new ServiceError('AccessDeniedException', 'with an explicit deny');
    return isAmong(this.ofParameters) ? new ServiceError('InvalidParameters', '') : undefined;
  }

  #denyRuns(response: HttpResponse | Error): HttpResponse | Error {
    if (response instanceof Error || response.status !== 200) return response;
    const { CommandInvocations: found, ...rest }: { CommandInvocations: { InstanceId: string }[] } =
      JSON.parse(response.body);
    const CommandInvocations = found.map((one) =>
      this.ofRuns.has(one.InstanceId) ? { ...one, Status: 'Failed', StatusDetails: 'AccessDenied' } : one,
    );
    return { ...response, body: JSON.stringify({ ...rest, CommandInvocations }) };
  }
}
