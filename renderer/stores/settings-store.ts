import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { Api } from '../api.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** What the window remembers between starts. */
export interface SettingsStore {
  readonly store: Store<Settings>;
  /** Reads the stored settings; keeps the defaults where that fails. */
  readonly load: () => Promise<void>;
  /** Changes some settings now and writes them soon. */
  readonly change: (part: Partial<Settings>) => void;
}

/** Time in which changes are gathered before they are written, in milliseconds. */
const WRITE_DELAY_MS = 250;

/** Makes the store; nothing is read before `load`. */
export function createSettingsStore(api: Api): SettingsStore {
  const store = createStore<Settings>(DEFAULT_SETTINGS);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = (): void => {
    timer = null;
    void api.settingsWrite(store.get());
  };
  return {
    store,
    load: async () => {
      const answer = await api.settingsRead(null);
      if (answer.ok) store.set(() => answer.value);
    },
    change: (part) => {
      store.set((settings) => ({ ...settings, ...part }));
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(write, WRITE_DELAY_MS);
    },
  };
}

/** Puts the theme on the document and follows the system while the setting says so. */
export function applyTheme(settings: SettingsStore): () => void {
  const media = window.matchMedia('(prefers-color-scheme: light)');
  const apply = (): void => {
    document.documentElement.dataset['theme'] = resolveTheme(settings.store.get().theme);
  };
  apply();
  media.addEventListener('change', apply);
  const dispose = settings.store.subscribe(apply);
  return () => {
    media.removeEventListener('change', apply);
    dispose();
  };
}

/** The theme that is shown: the chosen one, or the system's. */
export function resolveTheme(theme: Settings['theme']): 'dark' | 'light' {
  if (theme !== 'system') return theme;
  return window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}
