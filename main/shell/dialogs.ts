import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { join } from 'node:path';

/** Asks where to save a file, starting in the downloads folder. Null: the user cancelled. */
export async function askSavePath(
  window: BrowserWindow,
  suggestedName: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save response body',
    defaultPath: join(app.getPath('downloads'), suggestedName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || filePath === '' ? null : filePath;
}

/** Asks for the folder of a workspace. Null: the user cancelled. */
export async function askFolder(
  window: BrowserWindow,
  purpose: 'open' | 'create',
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: purpose === 'open' ? 'Open workspace' : 'Folder of the new workspace',
    buttonLabel: purpose === 'open' ? 'Open' : 'Use this folder',
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks for files that are to be read. Null: the user cancelled. */
export async function askFiles(
  window: BrowserWindow,
  options: { readonly title: string; readonly allowsSeveral: boolean },
): Promise<readonly string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: options.title,
    properties: ['openFile', 'showHiddenFiles', ...(options.allowsSeveral ? SEVERAL : [])],
  });
  return canceled || filePaths.length === 0 ? null : filePaths;
}

const SEVERAL = ['multiSelections'] as const;

/** Tells that the page keeps crashing, and asks what to do. */
export async function askAfterCrashes(window: BrowserWindow): Promise<'reload' | 'close'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Tideline',
    message: 'This window has crashed several times within a minute.',
    detail:
      'What was received until then is kept on disk. You can load the window once more, or close it.',
    buttons: ['Load again', 'Close'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0 ? 'reload' : 'close';
}
