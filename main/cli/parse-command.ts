import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import { RECONNECTION_TIME_MS_MAX } from '../../shared/limits.ts';
import type { StreamShape } from '../../shared/model/exchange.ts';
import type { ReconnectMode, StreamSettings } from '../../shared/model/stream-settings.ts';
import type { Command, UsageError } from './command.ts';
import { HTTP_OPTIONS, REPEATABLE_HTTP_OPTIONS, readHttpFlags } from './http-flags.ts';
import type { FormFlag } from './http-flags.ts';
import {
  parseAssignment,
  parseCount,
  parseDuration,
  parseFilter,
  parseHeaderField,
  parseLastEventId,
  parseWord,
} from './parse-values.ts';

const PORT_MAX = 65_535;

const SEND_OPTIONS = {
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  data: { type: 'string', short: 'd' },
  json: { type: 'boolean' },
  include: { type: 'boolean', short: 'i' },
  fail: { type: 'boolean', short: 'f' },
  filter: { type: 'string' },
  stats: { type: 'boolean' },
  until: { type: 'string' },
  'max-events': { type: 'string' },
  for: { type: 'string' },
  idle: { type: 'string' },
  reconnect: { type: 'string' },
  retry: { type: 'string' },
  'last-event-id': { type: 'string' },
  as: { type: 'string' },
  env: { type: 'string' },
  var: { type: 'string', multiple: true },
  'dot-env': { type: 'boolean' },
  'allow-unresolved': { type: 'boolean' },
  ...HTTP_OPTIONS,
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

/** The words of `--as`. */
const SHAPES: Readonly<Record<string, StreamShape>> = {
  sse: 'event-stream',
  ndjson: 'ndjson',
  'json-seq': 'json-seq',
  json: 'json',
  text: 'text',
};

const RECONNECT_MODES: Readonly<Record<string, ReconnectMode>> = {
  off: 'off',
  browser: 'browser',
  on: 'on',
};

/** Options that mean nothing for a URL. */
const FILE_OPTIONS = ['env', 'var', 'dot-env', 'allow-unresolved', 'allow-file'] as const;

const DEMO_OPTIONS = {
  port: { type: 'string' },
  play: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

/** Thrown inside this file to leave a half-read command line; never leaves it. */
class WrongUsage extends Error {}

/** Reads the arguments after `tideline`. Does not look at files or the network. Never throws. */
export function parseCommand(argv: readonly string[]): Result<Command, UsageError> {
  try {
    return ok(readCommand(argv));
  } catch (cause: unknown) {
    if (cause instanceof WrongUsage || isParseArgsError(cause)) {
      return fail({ kind: 'usage-error', message: toSentence(cause.message) });
    }
    throw cause;
  }
}

function readCommand([name, ...args]: readonly string[]): Command {
  switch (name) {
    case undefined:
      return { kind: 'help', isAsked: false };
    case '--help':
    case '-h':
    case 'help':
      return { kind: 'help', isAsked: true };
    case '--version':
    case '-V':
      return { kind: 'version' };
    case 'send':
      return readSend(args);
    case 'check':
      return readCheck(args);
    case 'demo':
      return readDemo(args);
    default:
      throw new WrongUsage(`'${name}' is not a command; there are 'send', 'check' and 'demo'`);
  }
}

function readSend(args: readonly string[]): Command {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: SEND_OPTIONS,
    allowPositionals: true,
    tokens: true,
  });
  if (values.help === true) return { kind: 'help', isAsked: true };
  refuseRepeats(tokens, ['header', 'var', ...REPEATABLE_HTTP_OPTIONS]);
  const [target, extra] = positionals;
  if (target === undefined) throw new WrongUsage('send needs a URL or a file');
  if (extra !== undefined) throw new WrongUsage(`send takes one URL; '${extra}' is a second one`);
  const isFile = isRequestFile(target);
  for (const option of FILE_OPTIONS) {
    if (!isFile && values[option] !== undefined) {
      throw new WrongUsage(`--${option} is for a request out of a file`);
    }
  }
  const { until, request, data } = values;
  const http = readHttpFlags(values, listFormFlags(tokens), data !== undefined);
  if (!http.ok) throw new WrongUsage(http.error);
  if (until === '') throw new WrongUsage('--until needs an event type');
  return {
    kind: 'send',
    url: isFile ? '' : target,
    file: isFile
      ? {
          path: target,
          environment: values.env ?? null,
          variables: (values.var ?? []).map((text) => take('--var', parseAssignment(text))),
          readsDotEnv: values['dot-env'] === true,
          allowsUnresolved: values['allow-unresolved'] === true,
        }
      : null,
    method: request ?? null,
    headers: (values.header ?? []).map((text): HeaderField => take('-H', parseHeaderField(text))),
    data: data ?? null,
    json: values.json === true,
    include: values.include === true,
    fail: values.fail === true,
    filter: takeIfGiven('--filter', values.filter, parseFilter),
    stats: values.stats === true,
    rules: {
      until: until ?? null,
      maxEvents: takeIfGiven('--max-events', values['max-events'], (text) =>
        parseCount(text, 1, Number.MAX_SAFE_INTEGER),
      ),
      forMs: takeIfGiven('--for', values.for, parseDuration),
      idleMs: takeIfGiven('--idle', values.idle, parseDuration),
    },
    stream: withoutNulls({
      readAs: takeIfGiven('--as', values.as, (text) => parseWord(text, SHAPES)),
      reconnect: takeIfGiven('--reconnect', values.reconnect, (text) =>
        parseWord(text, RECONNECT_MODES),
      ),
      reconnectionTimeMs: takeIfGiven('--retry', values.retry, (text) =>
        parseCount(text, 0, RECONNECTION_TIME_MS_MAX),
      ),
      lastEventId: takeIfGiven('--last-event-id', values['last-event-id'], parseLastEventId),
    }),
    http: http.value,
  };
}

/** `-F` and `--form-string` in the order in which they stand. */
function listFormFlags(
  tokens: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly value?: string | undefined;
  }[],
): readonly FormFlag[] {
  return tokens.flatMap(({ name, value = '' }): FormFlag[] =>
    name === 'form' || name === 'form-string' ? [{ option: name, text: value }] : [],
  );
}

/** What was not given is not named. */
function withoutNulls(settings: {
  readonly [K in keyof StreamSettings]?: StreamSettings[K] | null;
}): Partial<StreamSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

/** A path to a request's file; a URL has a scheme, or does not end like one. */
function isRequestFile(target: string): boolean {
  return /\.ya?ml$/i.test(target) && !target.includes('://');
}

function readCheck(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help', isAsked: true };
  const [folder, extra] = positionals;
  if (folder === undefined) throw new WrongUsage('check needs a folder');
  if (extra !== undefined)
    throw new WrongUsage(`check takes one folder; '${extra}' is a second one`);
  return { kind: 'check', folder };
}

function readDemo(args: readonly string[]): Command {
  const { values, tokens } = parseArgs({ args: [...args], options: DEMO_OPTIONS, tokens: true });
  if (values.help === true) return { kind: 'help', isAsked: true };
  refuseRepeats(tokens, []);
  const play = values.play === true;
  if (values.json === true && !play) throw new WrongUsage('demo takes --json only with --play');
  const port = takeIfGiven('--port', values.port, (text) => parseCount(text, 0, PORT_MAX)) ?? 0;
  return { kind: 'demo', port, play, json: values.json === true };
}

/** parseArgs keeps the last of two values in silence; a lost `-d` is worth a sentence. */
function refuseRepeats(
  tokens: readonly { readonly kind: string; readonly name?: string; readonly rawName?: string }[],
  repeatable: readonly string[],
): void {
  const seen = new Set<string>();
  for (const { kind, name, rawName } of tokens) {
    if (kind !== 'option' || name === undefined || repeatable.includes(name)) continue;
    if (seen.has(name)) throw new WrongUsage(`${rawName ?? name} is given twice`);
    seen.add(name);
  }
}

function take<T>(option: string, result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw new WrongUsage(`${option}: ${result.error}`);
}

function takeIfGiven<T>(
  option: string,
  text: string | undefined,
  parse: (text: string) => Result<T, string>,
): T | null {
  return text === undefined ? null : take(option, parse(text));
}

function isParseArgsError(cause: unknown): cause is Error {
  return (
    cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS')
  );
}

/** parseArgs explains over several lines; the first sentence is enough, the hint follows it. */
function toSentence(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '');
}
