import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { devNull } from 'node:os';
import { vi } from 'vitest';

/** What the handles of files share, to be spied on. */
export async function getHandles(): Promise<FileHandle> {
  const probe = await open(devNull, 'r');
  await probe.close();
  return Object.getPrototypeOf(probe) as FileHandle;
}

/** A disk that takes nothing more from files that are written through handles, until it is disposed of. */
export async function fillDisk(takesBytes = 0): Promise<Disposable> {
  const handles = await getHandles();
  const full = () =>
    Promise.reject(
      Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    );
  const write = vi.spyOn(handles, 'write').mockImplementation(full);
  const writev = vi.spyOn(handles, 'writev').mockImplementation(full);
  if (takesBytes > 0) {
    // The last write before it is full takes a part.
    writev.mockImplementationOnce(async function takePart(
      this: FileHandle,
      buffers: readonly NodeJS.ArrayBufferView[],
    ) {
      const bytes = Buffer.concat(buffers as readonly Uint8Array[]).subarray(0, takesBytes);
      await this.appendFile(bytes);
      return { bytesWritten: bytes.length, buffers };
    } as FileHandle['writev']);
  }
  return {
    [Symbol.dispose]: () => {
      write.mockRestore();
      writev.mockRestore();
    },
  };
}
