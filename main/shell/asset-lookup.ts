import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** A file of the page, ready to be served. */
export interface Asset {
  readonly path: string;
  readonly contentType: string;
}

/** Everything that a build of the page consists of. Another kind of file is not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Finds the file for a URL's path, such as `/assets/index.js`; `/` is `index.html`.
 *
 * Null unless the file, with all symbolic links resolved, is a regular file below `folder` and of a
 * known kind. Never throws.
 */
export async function findAsset(folder: string, urlPath: string): Promise<Asset | null> {
  const relative = decodePath(urlPath);
  if (relative === null) return null;
  const contentType = CONTENT_TYPES[extname(relative).toLowerCase()];
  if (contentType === undefined) return null;
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, relative));
    if (!path.startsWith(root + sep)) return null;
    return (await stat(path)).isFile() ? { path, contentType } : null;
  } catch {
    return null;
  }
}

function decodePath(urlPath: string): string | null {
  if (urlPath === '/' || urlPath === '') return 'index.html';
  try {
    const path = decodeURIComponent(urlPath);
    // A backslash is a separator on Windows, and NUL ends a path in the system's calls.
    return /[\\\0]/.test(path) ? null : path;
  } catch {
    return null;
  }
}
