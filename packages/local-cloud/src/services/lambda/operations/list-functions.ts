import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { Lambda } from '../lambda.ts';
import { type RenderedFunction, renderFunction } from '../render-function.ts';

/** A page has at most 50 functions, whatever is asked (API reference). */
const pageMax = 50;

/** ListFunctions. There are no versions, so `FunctionVersion: ALL` shows the same functions, with their qualifier. */
export function listFunctions(
  lambda: Lambda,
): Operation<
  ListFunctionsRequest,
  Omit<ListFunctionsResponse, 'Functions'> & { Functions: RenderedFunction[] }
> {
  return {
    authorize: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run({ Marker, MaxItems = pageMax, FunctionVersion: version, MasterRegion: master }) {
      if (master !== undefined) throw new NotEmulatedError('functions of Lambda@Edge (MasterRegion)');
      const asked = { MaxResults: Math.min(MaxItems, pageMax), NextToken: Marker };
      const { page, next } = takePage(lambda.functions, asked, {
        size: pageMax,
        request: version,
        refuseToken: () => new ServiceError('InvalidParameterValueException', 'Invalid Marker'),
      });
      return {
        Functions: page.map((settings) => {
          const rendered = renderFunction(lambda, settings);
          return version === undefined ? rendered : { ...rendered, FunctionArn: `${settings.arn}:$LATEST` };
        }),
        ...(next.NextToken === undefined ? {} : { NextMarker: next.NextToken }),
      };
    },
  };
}
