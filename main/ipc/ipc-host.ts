import type { AppInfo, InvocationChannel, PushChannel, Pushes } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/model/settings.ts';

/** Who sent an invocation, as the shell sees it; nothing in it comes from the sender's own words. */
export interface InvocationSender {
  /** The app's window it came from; null: it came from something else. */
  readonly windowId: number | null;
  /** False: it came from a frame inside the page. */
  readonly isTopFrame: boolean;
  /** Security origin of the sending frame, such as `tideline://app`; empty when the frame is gone. */
  readonly origin: string;
}

/**
 * What this room needs of the desktop. `main/shell` implements it with Electron, tests without.
 */
export interface IpcHost {
  /** Origin that the app's own page has. */
  readonly appOrigin: string;
  /** Registers the answer of one channel; a channel has one answer. */
  readonly handleInvocation: (
    channel: InvocationChannel,
    answer: (sender: InvocationSender, input: unknown) => Promise<unknown>,
  ) => void;
  /** Sends to the page of one window. A window that is gone is passed over in silence. */
  readonly push: <C extends PushChannel>(windowId: number, channel: C, push: Pushes[C]) => void;
  /** Sends to the pages of all windows. */
  readonly pushAll: <C extends PushChannel>(channel: C, push: Pushes[C]) => void;
  readonly getAppInfo: () => AppInfo;
  /** Makes the native parts (window buttons, dialogs) and `prefers-color-scheme` follow the theme. */
  readonly applyTheme: (theme: Settings['theme']) => void;
  readonly writeClipboard: (text: string) => Promise<void>;
  /** Asks for a place with the system's save dialog; null: the user cancelled. */
  /** Asks for a folder with the system's dialog; null: the user cancelled. */
  readonly askFolder: (windowId: number, purpose: 'open' | 'create') => Promise<string | null>;
  /** Asks for files that are to be read; null: the user cancelled. */
  readonly askFiles: (
    windowId: number,
    options: { readonly title: string; readonly allowsSeveral: boolean },
  ) => Promise<readonly string[] | null>;
  /** Opens an http or https address in the user's browser. Rejects for any other. */
  readonly openExternal: (url: string) => Promise<void>;
  /** The system's proxies for a URL, as a proxy script answers: `PROXY a.example:3128; DIRECT`. */
  readonly resolveProxy: (url: string) => Promise<string>;
  readonly askSavePath: (windowId: number, suggestedName: string) => Promise<string | null>;
}
