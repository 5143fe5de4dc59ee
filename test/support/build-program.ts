import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A program that plain Node runs, in a folder of its own that goes with it. */
export interface BuiltProgram extends AsyncDisposable {
  readonly path: string;
}

/** Bundles a program by the path of its source in the project. Its imports go with it, those of Node excepted. */
export async function buildProgram(source: string): Promise<BuiltProgram> {
  const name = basename(source, '.ts');
  const folder = await mkdtemp(join(tmpdir(), `tideline-${name}-`));
  // Another user may run it as well.
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: join(folder, 'out'),
      target: 'node20.18',
      minify: false,
      rollupOptions: {
        input: { [name]: join(ROOT, source) },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return {
    path: join(folder, 'out', `${name}.js`),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
