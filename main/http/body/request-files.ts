import type { FileHandle } from 'node:fs/promises';
import type { Result } from '../../../shared/result.ts';

/** Why a file of a body is not sent. */
export interface FileRefusal {
  readonly kind:
    | 'missing'
    /** Outside the workspace, and nobody allowed it. */
    | 'not-granted'
    /** A folder, a pipe, a device. */
    | 'no-file'
    | 'unreadable';
  readonly path: string;
  readonly detail: string;
}

/** A file that is open for reading; whoever opened it closes it. */
export interface OpenedFile {
  /** Size when it was opened; that many bytes are sent. */
  readonly sizeBytes: number;
  /** Reads it from its beginning; may be called again. Throws {@link FileChanged} if it has become shorter. */
  readonly read: () => AsyncIterable<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** Opens the files that bodies name, as far as they may be read. */
export interface RequestFiles {
  readonly open: (path: string) => Promise<Result<OpenedFile, FileRefusal>>;
}

/** A file became shorter while it was sent. */
export class FileChanged extends Error {
  readonly code = 'TIDELINE_FILE_CHANGED';
}

/** Bytes of one read; memory does not grow with the file. */
const READ_BYTES = 64 * 1024;

/** Reads through a handle that is known to be an ordinary file. */
export function toOpenedFile(handle: FileHandle, sizeBytes: number): OpenedFile {
  return {
    sizeBytes,
    read: async function* () {
      for (let offset = 0; offset < sizeBytes;) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, sizeBytes - offset));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
        if (bytesRead === 0) {
          throw new FileChanged(
            `${sizeBytes} bytes were announced, and the file ended at ${offset}`,
          );
        }
        yield buffer.subarray(0, bytesRead);
        offset += bytesRead;
      }
    },
    close: () => handle.close(),
  };
}

/** Refuses every file: for requests that can have none. */
export const NO_FILES: RequestFiles = {
  open: (path) =>
    Promise.resolve({
      ok: false,
      error: { kind: 'not-granted', path, detail: 'files cannot be sent from here' },
    }),
};
