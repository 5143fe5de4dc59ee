import { open } from 'node:fs/promises';
import { withPath } from './folder-root.ts';

/** Flushes a folder, so that a name in it lasts. Systems that cannot do it are left alone. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause: unknown) {
    throw withPath(cause, path);
  }
}
