import { protocol } from 'electron';
import { PREVIEW_SCHEME } from '../../shared/ipc/preview-contract.ts';
import { toPreviewHeaders } from './page-headers.ts';

/** Serves the pages that `find` knows as `tideline-preview://ID/`, and nothing else. */
export function servePreviews(find: (previewId: string) => string | null): void {
  protocol.handle(PREVIEW_SCHEME, (request) => {
    const { host, pathname } = new URL(request.url);
    const page = request.method === 'GET' && pathname === '/' ? find(host) : null;
    return new Response(page ?? 'Not found', {
      status: page === null ? 404 : 200,
      headers: toPreviewHeaders(),
    });
  });
}
