import { watch } from 'chokidar';
import { basename } from 'node:path';
import { isLockName } from './files/save-file.ts';

/** Time without a change after which the changes count as one, in milliseconds. */
const SETTLE_MS = 80;
const POLL_MS = 3_000;

export interface FolderWatch {
  /** Set when the system cannot watch the folder, so that it is looked at every few seconds. */
  readonly problem: string | null;
  readonly close: () => Promise<void>;
}

/** Calls `onChange` after anything in the folder changed, from whichever program. Never throws. */
export function watchFolder(folder: string, onChange: () => void): FolderWatch {
  let timer: NodeJS.Timeout | null = null;
  let poll: NodeJS.Timeout | null = null;
  const state = { problem: null as string | null };
  const notice = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => {
      const name = basename(path);
      return name === '.git' || name === 'node_modules' || isLockName(name);
    },
  });
  watcher.on('all', notice);
  watcher.on('error', (cause) => {
    state.problem ??= cause instanceof Error ? cause.message : String(cause);
    poll ??= setInterval(onChange, POLL_MS);
    notice();
  });
  return {
    get problem() {
      return state.problem;
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      if (poll !== null) clearInterval(poll);
      await watcher.close();
    },
  };
}
