// A folder of many requests, as a team may have grown it.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PER_FOLDER = 50;

/**
 * Makes a workspace in a new folder; `remove` deletes it.
 *
 * @param {number} requests
 */
export async function makeLargeWorkspace(requests) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tideline-many-')));
  await writeFile(
    join(folder, 'opencollection.yml'),
    'opencollection: 1.0.0\ninfo:\n  name: Many\n',
  );
  for (let number = 0; number < requests; number++) {
    const place = join(folder, `Folder ${Math.floor(number / PER_FOLDER)}`);
    if (number % PER_FOLDER === 0) {
      await mkdir(place);
      await writeFile(join(place, 'folder.yml'), 'info:\n  name: Folder\n  type: folder\n');
    }
    const seq = (number % PER_FOLDER) + 1;
    const text =
      `info:\n  name: Request ${number}\n  type: http\n  seq: ${seq}\n` +
      `http:\n  method: ${number % 3 === 0 ? 'POST' : 'GET'}\n  url: "{{baseUrl}}/v1/things/${number}"\n`;
    await writeFile(join(place, `Request ${number}.yml`), text);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
