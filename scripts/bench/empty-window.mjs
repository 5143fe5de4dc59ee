// An app that only opens a window, with Tideline's window options. start-run.mjs puts it into a folder of its own.
import { BrowserWindow, app } from 'electron';
import { join } from 'node:path';

async function openWindow() {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    show: false,
    backgroundColor: '#111518',
    titleBarStyle: 'hidden',
    webPreferences: { sandbox: true, contextIsolation: true, spellcheck: false },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadFile(join(import.meta.dirname, 'index.html'));
}

// Not awaited: Electron gets ready only after the top level of an app.
void app.whenReady().then(openWindow);
