import { readFile, rename } from 'node:fs/promises';
import { DEFAULT_SETTINGS, THEMES } from '../../shared/model/settings.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { hasCode } from '../workspace/files/folder-root.ts';
import { loadValidators } from './load-validators.ts';
import { writeAtomically } from '../workspace/files/write-atomically.ts';

/**
 * The settings file of the local data folder.
 *
 * A value that is missing or not understood gets its default. A file that holds such a value, or is
 * no JSON, is kept beside the new one as `settings.json.bad`, so nothing the user had is lost.
 */
export class SettingsStore {
  readonly #path: string;
  #settings: Promise<Settings> | null = null;
  #lastWrite: Promise<void> = Promise.resolve();

  /** The folder of `path` has to be there. */
  constructor(path: string) {
    this.#path = path;
  }

  /** The settings as last written, read from disk once. Never rejects. */
  read(): Promise<Settings> {
    this.#settings ??= this.#load();
    return this.#settings;
  }

  /**
   * The theme, for the first window: it comes before the settings are read and checked in full. The default where the
   * file has none that is understood. Never rejects.
   */
  async readTheme(): Promise<Settings['theme']> {
    if (this.#settings !== null) return (await this.#settings).theme;
    try {
      const { theme } = JSON.parse(await readFile(this.#path, 'utf8')) as { theme?: unknown };
      return THEMES.find((known) => known === theme) ?? DEFAULT_SETTINGS.theme;
    } catch {
      return DEFAULT_SETTINGS.theme;
    }
  }

  /**
   * Saves the settings. Writes run one after the other, so the last one stays. Rejects with the
   * system's error; `read` still gives the new settings then, for this run of the app.
   */
  write(settings: Settings): Promise<void> {
    // A file that was never read may have to be put aside first.
    const loaded = this.read();
    this.#settings = Promise.resolve(settings);
    const text = `${JSON.stringify(settings, null, 2)}\n`;
    const write = this.#lastWrite.then(() => loaded).then(() => writeAtomically(this.#path, text));
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  async #load(): Promise<Settings> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (cause: unknown) {
      // What could not be read now may be read another time; without a file there is nothing to put aside.
      if (!hasCode(cause, 'ENOENT')) await this.#putAside();
      return DEFAULT_SETTINGS;
    }
    const { settings, isDamaged } = await parseSettings(text);
    if (isDamaged) await this.#putAside();
    return settings;
  }

  async #putAside(): Promise<void> {
    await rename(this.#path, `${this.#path}.bad`).catch(() => undefined);
  }
}

/** Takes every known value that is valid, and the default for the others. Never throws. */
async function parseSettings(text: string): Promise<{
  readonly settings: Settings;
  readonly isDamaged: boolean;
}> {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return { settings: DEFAULT_SETTINGS, isDamaged: true };
  }
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
    return { settings: DEFAULT_SETTINGS, isDamaged: true };
  }
  const validator = (await loadValidators())['settings:write'];
  let settings = DEFAULT_SETTINGS;
  let isDamaged = false;
  for (const key of Object.keys(DEFAULT_SETTINGS)) {
    // A missing value is not damage: an older version did not know it.
    if (!Object.hasOwn(stored, key)) continue;
    const value = (stored as Record<string, unknown>)[key];
    const candidate = validator.safeParse({ ...settings, [key]: value });
    if (candidate.success) settings = candidate.data;
    else isDamaged = true;
  }
  return { settings, isDamaged };
}
