// Builds the bundles into out/: main (with the CLI), the worker of queries, preload and renderer.
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const mode of ['main', 'worker', 'preload', 'renderer']) {
  await build({ configFile: `${root}vite.config.ts`, mode, logLevel: 'warn' });
}
await chmod(`${root}out/main/cli.js`, 0o755);
console.log('built: out/main, out/worker, out/preload, out/renderer');
