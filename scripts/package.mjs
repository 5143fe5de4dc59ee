// Builds the app as a folder in dist/. `npm run package -- deb` and the like make release files where
// the network lets electron-builder fetch its tools.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'electron-builder';
import { resolveElectron } from './electron-runtime.mjs';
import { run } from './process.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const targets = process.argv.slice(2);

await run(process.execPath, [join(root, 'scripts/build.mjs')]);
const electron = await resolveElectron();
const wanted = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'));
const isForRelease = electron.version === wanted.version;
if (!isForRelease) {
  console.log(
    `Electron ${electron.version} stands in for ${wanted.version}: for checks, not for a release.`,
  );
}
// The prepared Electron holds a loader for development, which must not go into the app.
const distribution = await mkdtemp(join(tmpdir(), 'tideline-package-'));
try {
  await cp(dirname(electron.executablePath), distribution, {
    recursive: true,
    verbatimSymlinks: true,
  });
  await rm(join(distribution, 'resources', 'app'), { recursive: true, force: true });
  await build({
    projectDir: root,
    ...(targets.length === 0 ? { dir: true } : { linux: targets }),
    publish: 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronVersion: electron.version,
      electronDist: distribution,
    },
  });
} finally {
  await rm(distribution, { recursive: true, force: true });
}
console.log('packaged: dist/');
