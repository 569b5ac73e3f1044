import type { EndpointColumn, EndpointKind, EndpointList, EndpointRow } from '../../preload/contract/endpoints';
import { bridge } from './bridge';
import { captureId } from './capture';
import { RangeList } from './range-list';

interface Request {
  readonly kind: EndpointKind;
  readonly text: string;
  readonly sort: { readonly column: EndpointColumn; readonly descending: boolean } | null;
}

/** The list of the Endpoints panel: the busiest first. */
export const endpointList = new RangeList<Request, EndpointList & { readonly kind: EndpointKind }>({
  panel: 'endpoints',
  title: 'Counting endpoints',
  first: { kind: 'ip', text: '', sort: { column: 'packets', descending: true } },
  make: async (capture, request, job) => ({
    ...(await bridge().endpoints.list(capture, { ...request, job })),
    kind: request.kind,
  }),
});

export const endpointRows = (list: number, start: number, count: number): Promise<readonly EndpointRow[]> =>
  bridge().endpoints.rows(captureId(), { list, start, count });
