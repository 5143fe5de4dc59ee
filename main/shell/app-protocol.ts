import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { PREVIEW_SCHEME } from '../../shared/ipc/preview-contract.ts';
import { findAsset } from './asset-lookup.ts';
import { toPageHeaders } from './page-headers.ts';

const SCHEME = 'tideline';
const HOST = 'app';

/** Origin of the app's page. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** URL of the app's page. */
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** Makes the app's schemes secure ones with origins. Has to be called before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      // codeCache: compiled scripts are kept between starts, as for https pages.
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
    // Secure, or a secure page could not hold a frame of it.
    { scheme: PREVIEW_SCHEME, privileges: { standard: true, secure: true } },
  ]);
}

/**
 * Serves the files below `folder` as `tideline://app/`, and nothing else. Tells when a script was served: the page is
 * busy with it for a while.
 */
export function serveApp(folder: string, onScriptServed: () => void): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const asset =
      host === HOST && request.method === 'GET' ? await findAsset(folder, pathname) : null;
    if (asset === null) {
      const headers = toPageHeaders('text/plain; charset=utf-8');
      return new Response('Not found', { status: 404, headers });
    }
    const bytes = new Uint8Array(await readFile(asset.path));
    if (pathname.endsWith('.js')) setImmediate(onScriptServed);
    return new Response(bytes, { headers: toPageHeaders(asset.contentType) });
  });
}
