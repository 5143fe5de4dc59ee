import { Menu, app } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';

/**
 * Sets the application menu. macOS shows it; elsewhere the window has its own title bar, and the menu
 * is there for its accelerators alone.
 *
 * Left out on purpose, because the page has these keys: Close (Ctrl+W closes a tab), New (Ctrl+N),
 * Reload (Ctrl+R reconnects, Ctrl+Shift+R replays) and Minimize (Ctrl+M) as default roles.
 */
export function setApplicationMenu(): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(toTemplate(process.platform === 'darwin')));
}

function toTemplate(isMac: boolean): MenuItemConstructorOptions[] {
  const edit: MenuItemConstructorOptions = {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  };
  // Only macOS routes the editing keys through the menu; elsewhere Chromium has them by itself, and
  // menu accelerators would only compete with the page.
  if (!isMac) return [{ label: 'File', submenu: [{ role: 'quit' }] }, view];
  return [
    {
      role: 'appMenu',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    edit,
    view,
    {
      label: 'Window',
      submenu: [
        { role: 'minimize' },
        { role: 'zoom' },
        { role: 'close', accelerator: 'Shift+Cmd+W' },
        { type: 'separator' },
        { role: 'front' },
      ],
    },
  ];
}
