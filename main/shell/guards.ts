import { app } from 'electron';
import type { Session, WebContents, WebContentsWillFrameNavigateEventParams } from 'electron';
import { PREVIEW_SCHEME } from '../../shared/ipc/preview-contract.ts';
import { APP_ORIGIN } from './app-protocol.ts';

/**
 * Takes from every page, whatever it shows, all that the app does not need: navigation, new windows,
 * webviews, permissions, devices, downloads and the network. Has to be called before the app is ready.
 */
export function installGuards(): void {
  const guarded = new WeakSet<Session>();
  const guard = (session: Session): void => {
    if (guarded.has(session)) return;
    guarded.add(session);
    guardSession(session);
  };
  app.on('session-created', guard);
  app.on('web-contents-created', (_event, contents) => {
    guard(contents.session);
    guardContents(contents);
  });
}

function guardContents(contents: WebContents): void {
  // The app loads its page with loadURL, which these do not see; everything else comes from a page.
  contents.on('will-frame-navigate', (event) => {
    if (!isNewPreview(event)) event.preventDefault();
  });
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
}

function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler?.((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('will-download', (event) => event.preventDefault());
  // Requests to servers are made by the engine in main. No page of this app has one to make.
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url) && !isPreviewFrame(details) });
  });
}

/** `data:` and `blob:` reach no server either; the page draws its icons from the first. */
const OWN_URLS = [`${APP_ORIGIN}/`, 'data:', 'blob:', 'devtools:'];

function isOwnRequest(url: string): boolean {
  return OWN_URLS.some((start) => url.startsWith(start));
}

/** The document of a preview. What that document asks for in turn is none. */
function isPreviewFrame(details: { readonly url: string; readonly resourceType: string }): boolean {
  return details.resourceType === 'subFrame' && details.url.startsWith(PREVIEW_URLS);
}

const PREVIEW_URLS = `${PREVIEW_SCHEME}://`;

/** The first load of a frame that the app's page made for a preview. Where that frame goes next is nowhere. */
function isNewPreview(event: WebContentsWillFrameNavigateEventParams): boolean {
  const { frame } = event;
  return (
    !event.isMainFrame &&
    event.url.startsWith(PREVIEW_URLS) &&
    frame?.parent?.origin === APP_ORIGIN &&
    (frame.url === '' || frame.url === 'about:blank')
  );
}
