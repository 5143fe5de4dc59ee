import type { CookieJar as Jar, Cookie as JarCookie } from 'tough-cookie';
import { COOKIES_MAX, COOKIE_CHARS_MAX } from '../../../shared/limits.ts';
import type { Cookie, CookieKey } from '../../../shared/model/http-parts.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';

/** Where the text of a jar is kept. */
export interface JarStorage {
  /** Empty: there is none yet. */
  readonly read: () => Promise<string>;
  readonly write: (text: string) => Promise<void>;
}

/** A jar that ends with the program. */
export const MEMORY_STORAGE: JarStorage = {
  read: () => Promise.resolve(''),
  write: () => Promise.resolve(),
};

/**
 * The cookies of a workspace. Cookies without an end live as long as the program; the others are kept.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
 */
export class CookieJar {
  readonly #storage: JarStorage;
  #reading: Promise<readonly object[]> | null = null;
  #opening: Promise<Jar> | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(storage: JarStorage) {
    this.#storage = storage;
  }

  /** Value of the Cookie field for a URL, null if there is no cookie for it. */
  async getField(url: URL): Promise<string | null> {
    if (await this.#isUnused()) return null;
    const jar = await this.#open();
    const field = await jar.getCookieString(url.href);
    return field === '' ? null : field;
  }

  /** Takes the values of Set-Cookie fields; gives the reasons for those that were refused. */
  async take(url: URL, values: readonly string[]): Promise<readonly string[]> {
    if (values.length === 0) return [];
    const jar = await this.#open();
    const refused: string[] = [];
    for (const value of values) {
      const name = value.split('=')[0]?.trim().slice(0, 100) ?? '';
      if (value.length > COOKIE_CHARS_MAX) {
        refused.push(`${name}: longer than ${COOKIE_CHARS_MAX} characters`);
        continue;
      }
      try {
        const taken = await jar.setCookie(value, url.href);
        if (taken === undefined) refused.push(`${name}: not a cookie`);
      } catch (cause: unknown) {
        refused.push(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    }
    await this.#prune(jar);
    this.#keep(jar);
    return refused;
  }

  /** By domain, path and name. */
  async list(): Promise<readonly Cookie[]> {
    const jar = await this.#open();
    const cookies = (await jar.store.getAllCookies()).filter((cookie) => !isExpired(cookie));
    const toKey = ({ domain, path, name }: CookieKey): string => [domain, path, name].join('\n');
    return cookies.map(toCookie).sort((one, other) => (toKey(one) < toKey(other) ? -1 : 1));
  }

  /** Adds a cookie, or replaces the one of the same domain, path and name. The error says why not. */
  async set(cookie: Cookie): Promise<Result<null, string>> {
    const { Cookie: JarCookie } = await import('tough-cookie');
    const jar = await this.#open();
    const made = JarCookie.parse(toSetCookieValue(cookie));
    if (made === undefined) return fail('the name or the value is none of a cookie');
    const scheme = cookie.isSecure ? 'https' : 'http';
    try {
      await jar.setCookie(made, `${scheme}://${cookie.domain}${cookie.path}`);
    } catch (cause: unknown) {
      return fail(cause instanceof Error ? cause.message : String(cause));
    }
    this.#keep(jar);
    return ok(null);
  }

  async delete({ domain, path, name }: CookieKey): Promise<void> {
    const jar = await this.#open();
    await jar.store.removeCookie(domain, path, name);
    this.#keep(jar);
  }

  /** Deletes the cookies of a domain and of those under it, or with null all of them. */
  async clear(domain: string | null): Promise<void> {
    const jar = await this.#open();
    const all = await jar.store.getAllCookies();
    for (const cookie of all) {
      const isUnder = cookie.domain === domain || cookie.domain?.endsWith(`.${domain}`) === true;
      if (domain !== null && !isUnder) continue;
      await jar.store.removeCookie(cookie.domain, cookie.path, cookie.key);
    }
    this.#keep(jar);
  }

  /** Resolves when everything is kept. Rejects with what the storage says. */
  flush(): Promise<void> {
    return this.#writing;
  }

  /** Nothing was kept, and nothing came since. Does not need the library. */
  async #isUnused(): Promise<boolean> {
    if (this.#opening !== null) return false;
    const kept = await this.#read();
    return kept.length === 0 && this.#opening === null;
  }

  #read(): Promise<readonly object[]> {
    this.#reading ??= this.#storage.read().then(readCookies);
    return this.#reading;
  }

  #open(): Promise<Jar> {
    this.#opening ??= this.#load();
    return this.#opening;
  }

  async #load(): Promise<Jar> {
    // 160 kB and twelve milliseconds, which nobody needs who has no cookies.
    const { Cookie: LoadedCookie, CookieJar: LoadedJar } = await import('tough-cookie');
    const jar = new LoadedJar(undefined, { rejectPublicSuffixes: true, looseMode: false });
    // One by one: the library's own way back calls itself for each cookie, and ends at some thousand.
    for (const kept of await this.#read()) {
      const cookie = LoadedCookie.fromJSON(kept);
      if (cookie !== undefined) await jar.store.putCookie(cookie);
    }
    this.#reading = null;
    return jar;
  }

  async #prune(jar: Jar): Promise<void> {
    const all = await jar.store.getAllCookies();
    if (all.length <= COOKIES_MAX) return;
    const byUse = all.toSorted((one, other) => toUseMs(one) - toUseMs(other));
    for (const cookie of byUse.slice(0, all.length - COOKIES_MAX)) {
      await jar.store.removeCookie(cookie.domain, cookie.path, cookie.key);
    }
  }

  #keep(jar: Jar): void {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        const cookies = await jar.store.getAllCookies();
        // The others end with the program.
        const kept = cookies.filter((cookie) => cookie.isPersistent()).map((one) => one.toJSON());
        await this.#storage.write(`${JSON.stringify({ cookies: kept })}\n`);
      });
    // Told by `flush`; a jar that is not kept is no reason to fail a request.
    this.#writing.catch(() => undefined);
  }
}

/** A text that cannot be read has none: cookies come again. */
function readCookies(text: string): readonly object[] {
  try {
    const value: unknown = JSON.parse(text);
    const cookies: unknown =
      typeof value === 'object' && value !== null && 'cookies' in value ? value.cookies : [];
    return Array.isArray(cookies)
      ? cookies.filter((each): each is object => typeof each === 'object' && each !== null)
      : [];
  } catch {
    return [];
  }
}

function isExpired(cookie: JarCookie): boolean {
  return (cookie.expiryTime() ?? Number.POSITIVE_INFINITY) <= Date.now();
}

function toUseMs({ lastAccessed }: JarCookie): number {
  return lastAccessed instanceof Date ? lastAccessed.getTime() : 0;
}

function toCookie(cookie: JarCookie): Cookie {
  const { sameSite } = cookie;
  const expiresAtMs = cookie.expiryTime() ?? Number.POSITIVE_INFINITY;
  return {
    name: cookie.key,
    value: cookie.value,
    domain: cookie.domain ?? '',
    isHostOnly: cookie.hostOnly === true,
    path: cookie.path ?? '/',
    isSecure: cookie.secure,
    isHttpOnly: cookie.httpOnly,
    sameSite: sameSite === 'strict' || sameSite === 'lax' || sameSite === 'none' ? sameSite : null,
    expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
  };
}

function toSetCookieValue(cookie: Cookie): string {
  return [
    `${cookie.name}=${cookie.value}`,
    `Path=${cookie.path}`,
    ...(cookie.isHostOnly ? [] : [`Domain=${cookie.domain}`]),
    ...(cookie.isSecure ? ['Secure'] : []),
    ...(cookie.isHttpOnly ? ['HttpOnly'] : []),
    ...(cookie.sameSite === null ? [] : [`SameSite=${cookie.sameSite}`]),
    ...(cookie.expiresAtMs === null
      ? []
      : [`Expires=${new Date(cookie.expiresAtMs).toUTCString()}`]),
  ].join('; ');
}
