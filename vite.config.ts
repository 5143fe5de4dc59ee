import react from '@vitejs/plugin-react';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { UserConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Electron 33 is the oldest runtime that the bundles have to run on: Node 20.18 and Chrome 130. */
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

const nodeModules = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

const renderer: UserConfig = {
  root: path('renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: path('out/renderer'),
    emptyOutDir: true,
    target: CHROME_TARGET,
    assetsInlineLimit: 0,
    // One window loads from disk: preload hints and size warnings are for the web.
    modulePreload: false,
    chunkSizeWarningLimit: 4000,
  },
};

const main: UserConfig = {
  // Everything is bundled, so that the packaged app ships no node_modules.
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: path('out/main'),
    emptyOutDir: true,
    target: NODE_TARGET,
    minify: false,
    rollupOptions: {
      input: { index: path('main/index.ts'), cli: path('main/cli.ts') },
      external: ['electron', ...nodeModules],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** The worker that evaluates queries: one CommonJS file, which a worker can load out of the packed app. */
const worker: UserConfig = {
  ...main,
  build: {
    ...main.build,
    outDir: path('out/worker'),
    rollupOptions: {
      input: { 'query-worker': path('main/log/query/query-worker.ts') },
      external: nodeModules,
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
};

const preload: UserConfig = {
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: path('out/preload'),
    emptyOutDir: true,
    target: NODE_TARGET,
    minify: false,
    rollupOptions: {
      input: { preload: path('main/shell/preload.cts') },
      external: ['electron', ...nodeModules],
      // A sandboxed preload has to be one CommonJS file.
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
};

/** Programs of the benchmark that run the engine without a window. */
const bench: UserConfig = {
  ssr: { noExternal: true, target: 'node' },
  build: {
    ...main.build,
    outDir: path('out/bench'),
    rollupOptions: {
      ...main.build?.rollupOptions,
      input: {
        engine: path('test/bench/engine.ts'),
        'large-event': path('test/bench/large-event.ts'),
        'open-workspace': path('test/bench/open-workspace.ts'),
        query: path('test/bench/query.ts'),
      },
    },
  },
};

/** The same engine without the conformance inspector, to tell what it costs. */
const uninspected: UserConfig = {
  ...bench,
  resolve: {
    alias: [
      {
        find: /^\.\/(line-problems|burst-watch|resume-watch|head-inspector)\.ts$/,
        replacement: path('test/bench/no-inspector.ts'),
      },
    ],
  },
  build: {
    ...bench.build,
    outDir: path('out/bench-uninspected'),
    rollupOptions: {
      ...bench.build?.rollupOptions,
      input: { engine: path('test/bench/engine.ts') },
    },
  },
};

/** `vite build --mode renderer | main | worker | preload | bench | uninspected`; `scripts/build.mjs` runs the first four. */
export default defineConfig(({ mode }) => {
  if (mode === 'main') return main;
  if (mode === 'worker') return worker;
  if (mode === 'preload') return preload;
  if (mode === 'bench') return bench;
  if (mode === 'uninspected') return uninspected;
  return renderer;
});
