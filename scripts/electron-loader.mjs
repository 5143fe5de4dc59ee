// Stands in for Electron's default_app in a distribution that ships without one: it takes the first argument that is
// no flag as the app's folder and runs that app. electron-runtime.mjs copies it to resources/app/main.mjs.
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Electron's own default app calls these two; its type declarations leave them out.
 *
 * @typedef {Electron.App & { setAppPath(path: string): void, setVersion(version: string): void }} LoadableApp
 */
const loadable = /** @type {LoadableApp} */ (app);

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('Name the folder of an app: electron FOLDER');
  loadable.exit(2);
} else {
  const appFolder = resolve(folder);
  try {
    const manifest = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
    loadable.setAppPath(appFolder);
    loadable.setName(manifest.productName ?? manifest.name);
    if (typeof manifest.version === 'string') loadable.setVersion(manifest.version);
    // Awaited at the top level: Electron holds back 'ready' until the app's own top level has run.
    await import(pathToFileURL(join(appFolder, manifest.main ?? 'index.js')).href);
  } catch (cause) {
    // Without this, Electron shows an error dialog and waits for a click that nobody can make.
    console.error('The app could not be loaded:', cause);
    loadable.exit(1);
  }
}
